import type { radiusClientAdministrationV1 } from '@countersign/contracts';
import { DomainError } from '@countersign/errors';

type Client = radiusClientAdministrationV1.RadiusClient;

/** The one client that `wanted` names: by id, name or network. @throws DomainError `not_found`, or when there are several */
export function findClient(clients: readonly Client[], wanted: string): Client {
  const name = wanted.toLowerCase();
  const exact = clients.filter((each) => each.id === name || each.network === wanted);
  const found = exact.length > 0 ? exact : clients.filter((each) => each.name.toLowerCase() === name);
  const [first] = found;
  if (first === undefined) {
    throw new DomainError('not_found', `There is no RADIUS client "${wanted}": see countersign radius-clients list.`);
  }
  if (found.length > 1) {
    throw new DomainError(
      'invalid_request',
      `There are ${found.length} RADIUS clients "${wanted}": give the network or the id.`,
    );
  }
  return first;
}
