import type { EnrollableKind } from '@countersign/domain';
import { DomainError } from '@countersign/errors';
import type { CommandContext } from '../../../platform/command-context.ts';
import type { ManagedUser } from '../../users/index.ts';
import { primaryMethods } from './factors.ts';
import { forbidden } from './manage-methods.use-case.ts';
import { portalPolicy, storedKinds } from './portal-policy.ts';
import { personOf, requireProof } from './require-proof.ts';
import type { SelfServiceDependencies } from './self-service-dependencies.ts';

/**
 * The person who enrols, if they may enrol this now.
 *
 * @param replaces the phone whose place the new one takes; empty: none
 * @throws DomainError `not_allowed`, `proof_required`, `sign_in_required`
 */
export async function whoMayEnroll(
  { finder, settings }: Pick<SelfServiceDependencies, 'finder' | 'settings'>,
  kind: EnrollableKind,
  context: CommandContext,
  replaces = '',
): Promise<ManagedUser> {
  const user = await finder.find(personOf(context).userId, undefined);
  requireProof(context, user, replaces === '' ? [] : [replaces]);
  const company = settings.current();
  const policy = portalPolicy(company);
  if (!policy.kinds.includes(kind)) throw forbidden('set up this method');
  const isFirst = primaryMethods(user).length === 0;
  if (kind === 'phone' && !policy.canChangePhone && !isFirst) throw forbidden('change phone numbers');
  const have = user.authenticators.filter((each) => storedKinds(kind).includes(each.kind)).length;
  if (replaces === '' && have >= company.portal.mostPerKind) {
    throw new DomainError('not_allowed', `You have ${have} of this kind already, which is the most: remove one first.`);
  }
  return user;
}
