import {
  ADMINISTRATION_RULES,
  type AdministrationRule,
  type RightsHolder,
  ruleAgainstActing,
} from '@countersign/domain';
import { DomainError } from '@countersign/errors';
import type { Principal } from '../../../platform/principal.ts';
import type { Administrators } from './ports/administrators.ts';

/** The refusal that names a rule. */
export function ruleRefusal(rule: AdministrationRule): DomainError {
  return new DomainError('not_allowed', ADMINISTRATION_RULES[rule], { field: rule });
}

/** The rights of whoever asks; undefined: no administrator in a browser (the command line may do everything). */
export function rightsOf(principal: Principal | undefined): RightsHolder | undefined {
  const rights = principal?.administrator;
  if (principal === undefined || rights === undefined) return undefined;
  return { userId: principal.userId, ...rights };
}

/**
 * Before a user is changed: whoever is an administrator too is changed only by those who may.
 *
 * @throws DomainError `not_allowed`
 */
export async function demandMayActOn(
  administrators: Administrators,
  principal: Principal | undefined,
  userId: string,
): Promise<void> {
  const actor = rightsOf(principal);
  if (actor === undefined) return;
  const target = await administrators.assigned(userId);
  const rule = target === undefined ? undefined : ruleAgainstActing(actor, target);
  if (rule !== undefined) throw ruleRefusal(rule);
}

/**
 * Before a user is removed: an administrator's role is taken away first, so that the rule of the last Owner is asked.
 *
 * @throws DomainError `not_allowed`
 */
export async function demandNoAdministrator(administrators: Administrators, userId: string): Promise<void> {
  if ((await administrators.assigned(userId)) !== undefined) throw ruleRefusal('is_administrator');
}
