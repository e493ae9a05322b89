import type { SealedLocation } from '@countersign/crypto';
import type { Transaction } from '../../../../platform/database.ts';

/** DI token of the {@link SealedRecords}. */
export const SEALED_RECORDS = Symbol('SEALED_RECORDS');

/** One sealed value and its place. */
export interface SealedRecord {
  readonly location: SealedLocation;
  readonly sealed: Buffer;
}

/** A value that was sealed anew. */
export interface ResealedRecord extends SealedRecord {
  readonly resealed: Buffer;
  readonly keyId: string;
}

/** Everything in Postgres that is sealed, whatever table it is in. */
export interface SealedRecords {
  /** How many values each key seals. */
  countByKey(): Promise<ReadonlyMap<string, number>>;
  /** Some values that another key than `keyId` seals, read on the master. */
  findStale(tx: Transaction, keyId: string, limit: number): Promise<readonly SealedRecord[]>;
  /** Replaces those that still are what was read; returns how many. */
  replace(tx: Transaction, records: readonly ResealedRecord[]): Promise<number>;
}
