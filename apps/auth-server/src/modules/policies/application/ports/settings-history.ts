import type { Method } from '@countersign/domain';
import type { Transaction } from '../../../../platform/database.ts';
import type { StoredSettings } from './settings-repository.ts';

/** What one change did to one setting; undefined: the default. */
export interface SettingChange {
  readonly key: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** One change of settings, made at once. */
export interface SettingsVersion {
  readonly id: string;
  readonly changedAt: number;
  readonly actor: string;
  readonly reason: string;
  readonly changes: readonly SettingChange[];
}

/** What settings were before each change. */
export interface SettingsHistory {
  add(tx: Transaction, version: SettingsVersion, storedBefore: StoredSettings): Promise<void>;
  /** Newest first, those older than the one given. */
  list(limit: number, olderThan: string | undefined): Promise<readonly SettingsVersion[]>;
  /** The settings as they were before a change; undefined: there is no such change. */
  storedBefore(tx: Transaction, id: string): Promise<StoredSettings | undefined>;
}

/** What the person who changes settings signs in with, to keep them from locking themselves out. */
export interface EditorFactors {
  methodsOf(tx: Transaction, userId: string): Promise<readonly Method[]>;
  hasLocalPassword(tx: Transaction, userId: string): Promise<boolean>;
}
