import type { Transaction } from '../../../../platform/database.ts';

/** DI token of the {@link SettingsRepository}. */
export const SETTINGS_REPOSITORY = Symbol('SETTINGS_REPOSITORY');

/** Settings that differ from their defaults, by key. */
export type StoredSettings = ReadonlyMap<string, unknown>;

/** Company settings in Postgres. */
export interface SettingsRepository {
  /** From the nearest copy: for the snapshot. */
  readNearest(): Promise<StoredSettings>;
  /** From the master if it is there: for administrators. */
  read(): Promise<StoredSettings>;
  /** All settings; nobody else changes one until the end of the transaction. */
  lock(tx: Transaction): Promise<StoredSettings>;
  /** @param value undefined: back to the default */
  set(tx: Transaction, key: string, value: unknown, at: number): Promise<void>;
}
