import { DomainError } from '@countersign/errors';
import type { AuthenticatorRow } from './ports/authenticator-repository.ts';

/**
 * The authenticator that an administrator names by id or serial number; without a name, the only one there is.
 *
 * @throws DomainError `authenticator_not_found`; `invalid_request` when there are several and none is named
 */
export function chooseAuthenticator(candidates: readonly AuthenticatorRow[], named: string): AuthenticatorRow {
  const id = named.toLowerCase();
  const found = named === '' ? candidates : candidates.filter((each) => each.id === id || each.serialNumber === named);
  const [first] = found;
  if (first === undefined) {
    throw new DomainError('authenticator_not_found', 'The user has no such authenticator.', { field: 'authenticator' });
  }
  if (found.length > 1) {
    throw new DomainError('invalid_request', `The user has ${found.length} of them: name one by id or serial number.`, {
      field: 'authenticator',
    });
  }
  return first;
}
