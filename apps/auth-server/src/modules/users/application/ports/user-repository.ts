import type { E164Phone } from '@countersign/domain';
import type { Transaction } from '../../../../platform/database.ts';
import type { ManagedUser, UserChanges, UserFields } from './managed-user.ts';

/** DI token of the {@link UserRepository}. */
export const USER_REPOSITORY = Symbol('USER_REPOSITORY');

/** One user: by id, or by the first of the names that somebody has. */
export type UserReference = { readonly id: string } | { readonly names: readonly string[] };

/** A user to be written for the first time. */
export interface AddedUser {
  readonly id: string;
  readonly fields: UserFields;
  readonly passwordHash: string | undefined;
  /** Bound for text messages, under its own id. */
  readonly phone: { readonly id: string; readonly phone: E164Phone } | undefined;
  readonly createdAt: number;
}

/** Changes of one user in a bulk. */
export interface ChangedUser {
  readonly id: string;
  readonly changes: UserChanges;
  readonly passwordHash: string | undefined;
  readonly phone: AddedUser['phone'];
  readonly updatedAt: number;
}

/** Which users a page shows. */
export interface UserPageQuery {
  /** Part of a name or mail address, lower case; empty: all. */
  readonly search: string;
  readonly isEnabled: boolean | undefined;
  /** Empty: any. */
  readonly group: string;
  /** The last user name of the page before; empty: from the beginning. */
  readonly after: string;
  readonly size: number;
}

/** A PIN to be stored, with what becomes of the one before. */
export interface PinChange {
  readonly userId: string;
  readonly pinHash: string;
  readonly isChangeRequired: boolean;
  readonly isOathPinMode: boolean;
  readonly changedAt: number;
  /** How many earlier PINs are kept. */
  readonly historyDepth: number;
}

/** Users in Postgres. Methods with a transaction belong to a change; the others read the master if it is there. */
export interface UserRepository {
  get(reference: UserReference): Promise<ManagedUser | undefined>;
  list(query: UserPageQuery): Promise<readonly ManagedUser[]>;
  /** Who has these names. */
  owners(names: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Hashes of the PIN and of earlier ones, newest first. */
  pinHashes(userId: string, depth: number): Promise<readonly string[]>;

  /** Reads one user and keeps others from changing it until the end of the transaction. */
  lock(tx: Transaction, reference: UserReference): Promise<ManagedUser | undefined>;
  ownersInside(tx: Transaction, names: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** @throws DomainError `already_exists` when a name is taken */
  add(tx: Transaction, users: readonly AddedUser[]): Promise<void>;
  /** @throws DomainError `already_exists` when a name is taken */
  change(tx: Transaction, users: readonly ChangedUser[]): Promise<void>;
  remove(tx: Transaction, userId: string): Promise<void>;
  /** All that the user has, or one; tokens with a serial number become nobody's. @returns how many there were */
  removeAuthenticators(tx: Transaction, userId: string, onlyId: string | undefined): Promise<number>;
  setPassword(tx: Transaction, userId: string, passwordHash: string | undefined, changedAt: number): Promise<void>;
  setPin(tx: Transaction, change: PinChange): Promise<void>;
}
