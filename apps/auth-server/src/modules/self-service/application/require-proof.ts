import { DomainError } from '@countersign/errors';
import type { CommandContext } from '../../../platform/command-context.ts';
import { hasFreshProof, type Principal } from '../../../platform/principal.ts';
import type { ManagedUser } from '../../users/index.ts';
import { provingFactors } from './factors.ts';

/** @throws DomainError `sign_in_required` when no person's session asks */
export function personOf({ principal }: CommandContext): Principal {
  if (principal === undefined) throw new DomainError('sign_in_required', 'Sign in to go on.');
  return principal;
}

/**
 * Every change of a factor needs a factor that was proved a moment ago, and not the one that is changed where there is
 * another one (ux.md 5.6). Whoever enrols the first method has none to prove.
 *
 * @param changed ids of the authenticators that the change is about
 * @throws DomainError `proof_required`; `sign_in_required` when an enrolling session is overtaken by an enrolled method
 */
export function requireProof(context: CommandContext, user: ManagedUser, changed: readonly string[] = []): void {
  const principal = personOf(context);
  const factors = provingFactors(user);
  if (principal.level === 'enrolling') {
    // The password alone opened this session. It ends where there is something to prove.
    if (factors.length > 0)
      throw new DomainError('sign_in_required', 'Your account has a sign-in method now: sign in with it.');
    return;
  }
  if (!hasFreshProof(principal, context.now)) throw proofRequired();
  const others = factors.filter(({ id }) => !changed.includes(id));
  if (others.length > 0 && changed.includes(principal.provedById)) {
    throw new DomainError(
      'proof_required',
      'Confirm with another one of your sign-in methods than the one that you change.',
    );
  }
}

function proofRequired(): DomainError {
  return new DomainError('proof_required', 'Confirm with one of your sign-in methods, then the action goes on.');
}
