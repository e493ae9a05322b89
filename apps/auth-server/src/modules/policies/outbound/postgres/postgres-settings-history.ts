import type { Database, Transaction } from '../../../../platform/database.ts';
import { readFresh } from '../../../administration/index.ts';
import type { SettingChange, SettingsHistory, SettingsVersion } from '../../application/ports/settings-history.ts';
import type { StoredSettings } from '../../application/ports/settings-repository.ts';

interface VersionRow {
  readonly id: string;
  readonly changed_at: Date;
  readonly actor: string;
  readonly reason: string;
  readonly changes: readonly SettingChange[];
}

/** The history of company settings in Postgres. */
export class PostgresSettingsHistory implements SettingsHistory {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async add({ manager }: Transaction, version: SettingsVersion, storedBefore: StoredSettings): Promise<void> {
    const { id, changedAt, actor, reason, changes } = version;
    await manager.query(
      `INSERT INTO settings_versions (id, changed_at, actor, reason, changes, stored_before)
       VALUES ($1, $2, $3, $4, $5::jsonb, $6::jsonb)`,
      [
        ...[id, new Date(changedAt), actor, reason],
        JSON.stringify(changes),
        JSON.stringify(Object.fromEntries(storedBefore)),
      ],
    );
  }

  async list(limit: number, olderThan: string | undefined): Promise<readonly SettingsVersion[]> {
    const rows: VersionRow[] = await readFresh(
      this.#database,
      async (manager) =>
        await manager.query(
          `SELECT id, changed_at, actor, reason, changes FROM settings_versions
           WHERE $2::uuid IS NULL OR id < $2::uuid ORDER BY id DESC LIMIT $1`,
          [limit, olderThan ?? null],
        ),
    );
    return rows.map(({ changed_at: changedAt, ...row }) => ({ ...row, changedAt: changedAt.getTime() }));
  }

  async storedBefore({ manager }: Transaction, id: string): Promise<StoredSettings | undefined> {
    const rows: { stored_before: Record<string, unknown> }[] = await manager.query(
      'SELECT stored_before FROM settings_versions WHERE id = $1',
      [id],
    );
    const [row] = rows;
    return row === undefined ? undefined : new Map(Object.entries(row.stored_before));
  }
}
