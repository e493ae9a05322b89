import { createHash } from 'node:crypto';
import type { LocalPasswordHasher, SecretOfUser } from '../modules/directory/index.ts';

/** A hasher that costs nothing, for tests of what is done with hashes. */
export const plainHasher: LocalPasswordHasher = {
  hash: async (secret) => await Promise.resolve(digest(secret)),
  verify: async (secret, stored) => await Promise.resolve(stored === digest(secret)),
};

function digest({ kind, userId, secret }: SecretOfUser): string {
  return `$test$${createHash('sha256').update(`${kind} ${userId} `).update(secret.expose()).digest('hex')}`;
}
