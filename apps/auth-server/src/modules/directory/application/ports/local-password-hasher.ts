import type { SecretBytes } from '@countersign/errors';

/** DI token of the {@link LocalPasswordHasher}. */
export const LOCAL_PASSWORD_HASHER = Symbol('LOCAL_PASSWORD_HASHER');

/** What is hashed: each has a pepper of its own, so that a PIN's hash is no use as a password's. */
export type HashedSecret = 'password' | 'pin' | 'answer';

/** A secret and whose it is: a hash that is copied to another user's row fits nobody. */
export interface SecretOfUser {
  readonly kind: HashedSecret;
  readonly userId: string;
  readonly secret: SecretBytes;
}

/** Peppered argon2id, off the event loop. */
export interface LocalPasswordHasher {
  /**
   * A PHC string to be stored.
   * @throws DomainError `invalid_request` for an empty secret or one of more than 1 KiB; `unavailable` when too much waits
   */
  hash(secret: SecretOfUser, signal?: AbortSignal): Promise<string>;
  /**
   * True when `secret` is what `stored` was made of. Without `stored` the answer is false, after the same work.
   * @throws DomainError `unavailable` when too much waits or the signal aborts; `internal` when `stored` is no hash of ours
   */
  verify(secret: SecretOfUser, stored: string | undefined, signal?: AbortSignal): Promise<boolean>;
}

/** Longest password or PIN, in octets, that is worth hashing. */
export const LONGEST_SECRET_OCTETS = 1024;
