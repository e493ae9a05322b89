import { DomainError } from '@countersign/errors';

/**
 * Refuses names that lead to another user already.
 *
 * @param owners who has which name
 * @param ownId the user that may have them; undefined for a new one
 * @throws DomainError `already_exists` that says which name
 */
export function refuseTakenNames(
  names: readonly string[],
  owners: ReadonlyMap<string, string>,
  ownId: string | undefined,
): void {
  const taken = names.find((name) => owners.has(name) && owners.get(name) !== ownId);
  if (taken === undefined) return;
  throw new DomainError('already_exists', `The name "${taken}" leads to another user already.`, { field: 'user_name' });
}
