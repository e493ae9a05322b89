import type { AuthenticatorSummary, ManagedUser } from '../../users/index.ts';
import { detailOf, isOnlyMethod, methodOfKind, primaryMethods, recoveryCodesLeft } from './factors.ts';
import type { PortalPolicy } from './portal-policy.ts';
import type { OwnFacts } from './ports/self-service-store.ts';

/** A method as its owner sees it. */
export interface OwnMethod {
  readonly id: string;
  readonly kind: string;
  readonly state: 'active' | 'off';
  readonly name: string;
  readonly detail: string;
  readonly addedAt: number;
  readonly lastUsedAt: number;
  readonly isDefault: boolean;
  readonly codesLeft: number;
  readonly actions: readonly string[];
  readonly keepReason: '' | 'only_method';
}

/** How few codes are few. */
const FEW_CODES = 3;

/** The methods of a user that count or are turned off. */
export function ownMethods(user: ManagedUser, facts: OwnFacts, policy: PortalPolicy): readonly OwnMethod[] {
  const shown = user.authenticators.filter(({ state }) => state === 'active' || state === 'suspended');
  const preferred = defaultOf(user, facts);
  return shown.map((each) => {
    const isOnly = isOnlyMethod(user, each.id);
    return {
      id: each.id,
      kind: each.kind,
      state: each.state === 'active' ? 'active' : 'off',
      name: each.name,
      detail: detailOf(each),
      addedAt: each.boundAt,
      lastUsedAt: Math.max(each.lastUsedAt, facts.lastUsedAt.get(each.id) ?? 0),
      isDefault: each.id === preferred,
      codesLeft: each.recoveryCodesLeft,
      actions: actionsOf(each, { isOnly, isDefault: each.id === preferred, policy }),
      keepReason: isOnly ? 'only_method' : '',
    };
  });
}

/** What a person should do something about. */
export function warningsOf(user: ManagedUser, methods: readonly OwnMethod[], policy: PortalPolicy): readonly string[] {
  const primary = primaryMethods(user);
  const used = methods.filter(({ id, lastUsedAt }) => lastUsedAt > 0 && primary.some((each) => each.id === id));
  const left = recoveryCodesLeft(user);
  const warnings: readonly (readonly [string, boolean])[] = [
    ['no_method', primary.length === 0],
    ['no_backup', primary.length === 1],
    ['never_used', primary.length > 0 && used.length === 0],
    ['no_recovery_codes', policy.hasRecoveryCodes && left === 0],
    ['few_recovery_codes', left > 0 && left <= FEW_CODES],
    ['no_mail', user.mail === ''],
    ['pin_change_due', user.hasPin && user.isPinChangeRequired],
  ];
  return warnings.flatMap(([name, applies]) => (applies ? [name] : []));
}

/** The authenticator that is asked for first; empty: nobody chose one. */
export function defaultOf(
  user: ManagedUser,
  { defaultAuthenticatorId }: Pick<OwnFacts, 'defaultAuthenticatorId'>,
): string {
  if (user.defaultMethod === undefined) return '';
  const candidates = primaryMethods(user).filter(({ kind }) => methodOfKind(kind) === user.defaultMethod);
  const chosen = candidates.find(({ id }) => id === defaultAuthenticatorId);
  const [first] = [...candidates].sort((one, other) => (one.id < other.id ? -1 : 1));
  return (chosen ?? first)?.id ?? '';
}

interface Situation {
  readonly isOnly: boolean;
  readonly isDefault: boolean;
  readonly policy: PortalPolicy;
}

function actionsOf({ kind, state }: AuthenticatorSummary, situation: Situation): readonly string[] {
  const { isOnly, policy } = situation;
  if (kind === 'recovery_codes') return [...when(policy.hasRecoveryCodes, 'regenerate'), 'remove'];
  const mayChange = kind !== 'phone' || policy.canChangePhone;
  if (state !== 'active') return ['rename', 'on', ...when(mayChange, 'remove')];
  const canReplace = kind === 'phone' && mayChange && policy.kinds.includes('phone');
  return [
    ...when(canBeFirst(kind, situation), 'default'),
    'rename',
    ...when(canReplace, 'replace'),
    ...when(!isOnly && mayChange, 'off', 'remove'),
  ];
}

function canBeFirst(kind: string, { isDefault, policy }: Situation): boolean {
  return !isDefault && policy.canSelectMethod && methodOfKind(kind) !== undefined;
}

function when(applies: boolean, ...actions: readonly string[]): readonly string[] {
  return applies ? actions : [];
}
