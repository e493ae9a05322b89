import type { EntityManager } from 'typeorm';
import type { Database, Transaction } from '../../../../platform/database.ts';
import { readFresh } from '../../../administration/index.ts';
import type { SettingsRepository, StoredSettings } from '../../application/ports/settings-repository.ts';
import { SettingRecord } from './setting.record.ts';

/** Company settings in Postgres. */
export class PostgresSettingsRepository implements SettingsRepository {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async readNearest(): Promise<StoredSettings> {
    return await this.#database.read(selectAll);
  }

  async read(): Promise<StoredSettings> {
    return await readFresh(this.#database, selectAll);
  }

  async lock({ manager }: Transaction): Promise<StoredSettings> {
    // Rows that do not exist yet cannot be locked, so the table is.
    await manager.query('LOCK TABLE settings IN SHARE ROW EXCLUSIVE MODE');
    return await selectAll(manager);
  }

  async set({ manager }: Transaction, key: string, value: unknown, at: number): Promise<void> {
    if (value === undefined) {
      await manager.delete(SettingRecord, { key });
      return;
    }
    await manager.query(
      `INSERT INTO settings (key, value, updated_at) VALUES ($1, $2::jsonb, $3)
       ON CONFLICT (key) DO UPDATE SET value = excluded.value, version = settings.version + 1, updated_at = excluded.updated_at`,
      [key, JSON.stringify(value), new Date(at)],
    );
  }
}

async function selectAll(manager: EntityManager): Promise<StoredSettings> {
  const records = await manager.find(SettingRecord);
  return new Map(records.map(({ key, value }) => [key, value]));
}
