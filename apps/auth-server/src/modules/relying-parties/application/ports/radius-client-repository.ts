import type { Transaction } from '../../../../platform/database.ts';
import type { RadiusClient, RadiusClientFields, SealedRadiusClient } from './radius-client.ts';

/** DI token of the {@link RadiusClientRepository}. */
export const RADIUS_CLIENT_REPOSITORY = Symbol('RADIUS_CLIENT_REPOSITORY');

/** A secret as it is stored. */
export interface StoredSecret {
  readonly sealed: Buffer;
  readonly keyId: string;
}

/** A client to be written for the first time. */
export interface AddedRadiusClient {
  readonly id: string;
  readonly relyingPartyId: string;
  readonly fields: RadiusClientFields;
  readonly secret: StoredSecret;
  readonly at: number;
}

/** A change of the secret. */
export interface SecretRotation {
  readonly id: string;
  readonly secret: StoredSecret;
  /** The former secret, sealed for its new place; undefined: it ends at once. */
  readonly previous: { readonly secret: StoredSecret; readonly retiresAt: number } | undefined;
  readonly at: number;
}

/** RADIUS clients in Postgres. */
export interface RadiusClientRepository {
  /** All clients, by name; from the master if it is there. */
  list(): Promise<readonly RadiusClient[]>;
  /** All clients with their sealed secrets, from the nearest copy. */
  listSealed(): Promise<readonly SealedRadiusClient[]>;
  lock(tx: Transaction, id: string): Promise<SealedRadiusClient | undefined>;
  /** @throws DomainError `already_exists` when the name or the network is taken */
  add(tx: Transaction, client: AddedRadiusClient): Promise<void>;
  /** @throws DomainError `already_exists` */
  change(tx: Transaction, client: RadiusClient, fields: RadiusClientFields, at: number): Promise<void>;
  rotate(tx: Transaction, rotation: SecretRotation): Promise<void>;
  remove(tx: Transaction, client: RadiusClient): Promise<void>;
}

/** Where the secret of a client is sealed for. */
export function secretLocation(id: string) {
  return { table: 'radius_clients', column: 'secret_sealed', row: id } as const;
}

/** Where the former secret of a client is sealed for. */
export function previousSecretLocation(id: string) {
  return { table: 'radius_clients', column: 'previous_secret_sealed', row: id } as const;
}
