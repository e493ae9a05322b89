import { isDomainError } from '@countersign/errors';
import type { EntityManager } from 'typeorm';
import type { Database } from '../../../../platform/database.ts';

/**
 * Reads for an administrator, who expects to see what they changed a moment ago: from the master while there is one,
 * else from the nearest copy.
 */
export async function readFresh<T>(database: Database, fn: (manager: EntityManager) => Promise<T>): Promise<T> {
  if (database.mode().primary === undefined) return await database.read(fn);
  try {
    return await database.readPrimary(fn);
  } catch (error) {
    if (!isDomainError(error, 'master_offline') && !isDomainError(error, 'unavailable')) throw error;
    return await database.read(fn);
  }
}
