import type { Authentication } from './authentication.ts';
import type { User } from '../users/user.ts';
import type { RejectionReason } from './rejection-reason.ts';
import type { AdvanceContext } from './step.ts';

/**
 * Who may try at all: the checks that come before any credential is looked at, in their order. They run again at every
 * answer, because a user may be disabled, blocked or locked out between two steps.
 */
export function admissionProblem(authentication: Authentication, context: AdvanceContext): RejectionReason | undefined {
  const { user, relyingParty } = context;
  if (user === undefined) {
    const passesUnknown = !relyingParty.policy.requireUserMatch && relyingParty.policy.passwordSource !== 'local';
    return passesUnknown && authentication.userId === undefined ? undefined : 'user_unknown';
  }
  return standingProblem(user, authentication, context);
}

function standingProblem(
  user: User,
  authentication: Authentication,
  { facts, now, isAdmitted }: AdvanceContext,
): RejectionReason | undefined {
  if (user.id !== authentication.userId) return 'challenge_of_another_user';
  if (isAdmitted === false) return 'application_not_allowed';
  if (!user.isEnabled) return 'user_disabled';
  if (facts.blockedUntil > now) return 'user_blocked';
  if (facts.lockedUntil > now) return 'user_locked_out';
  if (facts.revocations !== authentication.revocations) return 'authentication_revoked';
  return undefined;
}
