import type { Database } from '../../../../platform/database.ts';
import type { ArchivedStanding, StandingsArchive } from '../../application/ports/standings-archive.ts';

interface Row {
  readonly user_id: string;
  readonly locked_until: Date | null;
  readonly blocked_until: Date | null;
  readonly block_reason: string | null;
}

/** {@link StandingsArchive} from the nearest copy: what the journal carried there. */
export class PostgresStandingsArchive implements StandingsArchive {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  read(): Promise<{ readonly standings: readonly ArchivedStanding[]; readonly isFirstStart: boolean }> {
    return this.#database.read(async (manager) => {
      const rows: Row[] = await manager.query(
        `SELECT user_id, locked_until, blocked_until, block_reason FROM user_standings
          WHERE locked_until > now() OR blocked_until > now()`,
      );
      const [signedIn]: { exists: boolean }[] = await manager.query(
        `SELECT EXISTS (SELECT 1 FROM journal WHERE kind = 'authentication') AS exists`,
      );
      return { standings: rows.map(toStanding), isFirstStart: signedIn?.exists !== true };
    });
  }
}

function toStanding(row: Row): ArchivedStanding {
  return {
    userId: row.user_id,
    lockedUntil: row.locked_until?.getTime() ?? 0,
    blockedUntil: row.blocked_until?.getTime() ?? 0,
    blockReason: row.block_reason ?? '',
  };
}
