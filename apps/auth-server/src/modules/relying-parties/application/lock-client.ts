import { DomainError } from '@countersign/errors';
import type { Transaction } from '../../../platform/database.ts';
import type { RadiusClientRepository } from './ports/radius-client-repository.ts';
import type { SealedRadiusClient } from './ports/radius-client.ts';

/** @throws DomainError `not_found` */
export async function lockClient(
  clients: RadiusClientRepository,
  tx: Transaction,
  id: string,
): Promise<SealedRadiusClient> {
  const client = await clients.lock(tx, id);
  if (client === undefined)
    throw new DomainError('not_found', 'There is no RADIUS client with this id.', { field: 'id' });
  return client;
}
