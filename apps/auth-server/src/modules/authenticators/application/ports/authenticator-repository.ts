import type { E164Phone, OathAlgorithm } from '@countersign/domain';
import type { Transaction } from '../../../../platform/database.ts';

/** DI token of the {@link AuthenticatorRepository}. */
export const AUTHENTICATOR_REPOSITORY = Symbol('AUTHENTICATOR_REPOSITORY');

/** A generator of one-time passwords to be stored. */
export interface StoredOath {
  readonly id: string;
  /** Undefined: it waits to be assigned. */
  readonly userId: string | undefined;
  readonly kind: 'totp' | 'hotp';
  readonly name: string;
  readonly serialNumber: string | undefined;
  readonly secret: { readonly sealed: Buffer; readonly keyId: string };
  readonly parameters: {
    readonly algorithm: OathAlgorithm;
    readonly digits: 6 | 8;
    readonly periodSeconds?: 30 | 60;
    readonly manufacturer?: string;
    readonly model?: string;
  };
  readonly driftSteps: number;
  /** Last counter that counts as used; -1: none. */
  readonly lastAccepted: number;
  readonly at: number;
}

/** An authenticator as its administration needs it. */
export interface AuthenticatorRow {
  readonly id: string;
  readonly userId: string | undefined;
  readonly kind: string;
  readonly state: string;
  readonly name: string;
  readonly serialNumber: string | undefined;
  readonly secretSealed: Buffer | undefined;
  readonly parameters: unknown;
  readonly driftSteps: number;
  readonly lastAccepted: number;
}

/** Authenticators in Postgres. */
export interface AuthenticatorRepository {
  /** Which of the serial numbers exist; outside of a change. */
  existingSerials(serialNumbers: readonly string[]): Promise<ReadonlySet<string>>;
  existingSerialsInside(tx: Transaction, serialNumbers: readonly string[]): Promise<ReadonlySet<string>>;
  /** @throws DomainError `already_exists` when a serial number is taken */
  addOath(tx: Transaction, authenticators: readonly StoredOath[]): Promise<void>;
  addPhone(
    tx: Transaction,
    phone: {
      readonly id: string;
      readonly userId: string;
      readonly name: string;
      readonly phone: E164Phone;
      readonly at: number;
    },
  ): Promise<void>;
  /** The authenticators of a user; nobody else changes them until the end of the transaction. */
  lockOfUser(tx: Transaction, userId: string): Promise<readonly AuthenticatorRow[]>;
  lockBySerial(tx: Transaction, serialNumber: string): Promise<AuthenticatorRow | undefined>;
  /** By id or serial number; not locked. */
  findNamed(tx: Transaction, named: string): Promise<AuthenticatorRow | undefined>;
  lockById(tx: Transaction, id: string): Promise<AuthenticatorRow | undefined>;
  unbind(tx: Transaction, id: string): Promise<void>;
  setState(tx: Transaction, id: string, state: 'active' | 'suspended' | 'revoked'): Promise<void>;
  bind(tx: Transaction, id: string, userId: string, at: number): Promise<void>;
  remove(tx: Transaction, id: string): Promise<void>;
  /** Only ever forward. */
  moveTo(tx: Transaction, id: string, lastAccepted: number, driftSteps: number): Promise<void>;
  /** Replaces all recovery codes of the user. */
  replaceRecoveryCodes(
    tx: Transaction,
    set: {
      readonly id: string;
      readonly userId: string;
      readonly codes: readonly { readonly id: string; readonly hash: Buffer }[];
      readonly at: number;
    },
  ): Promise<void>;
}

/** Where the seed of an authenticator is sealed for. */
export function seedLocation(id: string) {
  return { table: 'authenticators', column: 'secret_sealed', row: id } as const;
}
