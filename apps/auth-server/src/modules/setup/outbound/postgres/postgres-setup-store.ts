import type { EntityManager } from 'typeorm';
import type { Database, Transaction } from '../../../../platform/database.ts';
import { readFresh } from '../../../administration/index.ts';
import type { Setup, SetupProgress, SetupStore } from '../../application/ports/setup-store.ts';

interface Row {
  readonly token_hash: Buffer | null;
  readonly session_hash: Buffer | null;
  readonly session_started_at: Date | null;
  readonly state: Partial<SetupProgress>;
  readonly completed_at: Date | null;
}

const FIRST: SetupProgress = {
  step: 'company',
  companyName: '',
  language: '',
  timeZone: '',
  administrator: '',
  radiusClient: '',
  skipped: [],
};

/** {@link SetupStore} in Postgres: one row, which is not there until somebody asks for a token. */
export class PostgresSetupStore implements SetupStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async read(): Promise<Setup> {
    return await readFresh(this.#database, async (manager) => await select(manager, ''));
  }

  async lock({ manager }: Transaction): Promise<Setup> {
    await manager.query('INSERT INTO setup (id) VALUES (1) ON CONFLICT (id) DO NOTHING');
    return await select(manager, 'FOR UPDATE');
  }

  async save({ manager }: Transaction, setup: Omit<Setup, 'hasAdministrator'>, at: number): Promise<void> {
    const now = new Date(at);
    await manager.query(
      `UPDATE setup SET token_hash = decode($1, 'hex'), session_hash = decode($2, 'hex'), session_started_at = $3,
         state = $4, completed_at = $5, updated_at = $6 WHERE id = 1`,
      [
        setup.tokenHash ?? null,
        setup.sessionHash ?? null,
        setup.sessionStartedAt === 0 ? null : new Date(setup.sessionStartedAt),
        JSON.stringify(setup.progress),
        setup.isComplete ? now : null,
        now,
      ],
    );
  }
}

async function select(manager: EntityManager, lock: string): Promise<Setup> {
  const rows: Row[] = await manager.query(`SELECT * FROM setup WHERE id = 1 ${lock}`);
  const [found]: { any: boolean }[] = await manager.query('SELECT EXISTS (SELECT 1 FROM administrators) AS "any"');
  const hasAdministrator = found?.any === true;
  const [row] = rows;
  return row === undefined ? { ...untouched, hasAdministrator } : { ...toSetup(row), hasAdministrator };
}

const untouched: Omit<Setup, 'hasAdministrator'> = {
  tokenHash: undefined,
  sessionHash: undefined,
  sessionStartedAt: 0,
  progress: FIRST,
  isComplete: false,
};

function toSetup(row: Row): Omit<Setup, 'hasAdministrator'> {
  return {
    tokenHash: row.token_hash?.toString('hex'),
    sessionHash: row.session_hash?.toString('hex'),
    sessionStartedAt: row.session_started_at?.getTime() ?? 0,
    progress: { ...FIRST, ...row.state },
    isComplete: row.completed_at !== null,
  };
}
