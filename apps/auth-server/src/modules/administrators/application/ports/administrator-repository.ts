import type { AdministrationScope, Permission } from '@countersign/domain';
import type { Transaction } from '../../../../platform/database.ts';

/** DI token of the {@link AdministratorRepository}. */
export const ADMINISTRATOR_REPOSITORY = Symbol('ADMINISTRATOR_REPOSITORY');

/** What was given to a user. */
export interface Appointment {
  readonly userId: string;
  readonly roleId: string;
  readonly scope: AdministrationScope;
  readonly isSuspended: boolean;
  readonly version: number;
}

/** An administrator as lists show one. Instants are milliseconds since 1970; 0: never. */
export interface ListedAdministrator extends Appointment {
  readonly userName: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly mail: string;
  readonly isUserEnabled: boolean;
  /** Kinds of the active authenticators. */
  readonly factors: readonly string[];
  readonly lastSignInAt: number;
  readonly addedAt: number;
  readonly addedBy: string;
}

/** A role that this installation made for itself. */
export interface CustomRole {
  readonly id: string;
  readonly name: string;
  readonly permissions: ReadonlySet<Permission>;
  readonly version: number;
}

/** Administrators and roles in Postgres. Methods with a transaction belong to a change. */
export interface AdministratorRepository {
  list(): Promise<readonly ListedAdministrator[]>;
  roles(): Promise<readonly CustomRole[]>;

  /** Until the end of the transaction nobody else changes administrators or roles. */
  lock(tx: Transaction): Promise<void>;
  find(tx: Transaction, userId: string): Promise<Appointment | undefined>;
  /** Owners in force: active, of users who are enabled. */
  owners(tx: Transaction): Promise<readonly string[]>;
  put(tx: Transaction, appointment: Appointment, by: string, at: number): Promise<void>;
  remove(tx: Transaction, userId: string): Promise<void>;
  rolesInside(tx: Transaction): Promise<readonly CustomRole[]>;
  /** @throws DomainError `already_exists` when the name is taken */
  putRole(tx: Transaction, role: CustomRole, at: number): Promise<void>;
  removeRole(tx: Transaction, id: string): Promise<void>;
  /** How many have the role. */
  holders(tx: Transaction, roleId: string): Promise<number>;
  /** True when somebody has the role over groups only. */
  hasNarrowedHolder(tx: Transaction, roleId: string): Promise<boolean>;
  /** Takes every authenticator of a user away; answers how many there were. */
  removeAuthenticators(tx: Transaction, userId: string): Promise<number>;
}
