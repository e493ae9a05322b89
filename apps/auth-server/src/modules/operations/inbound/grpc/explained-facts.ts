import type { SignInCheck } from '@countersign/domain';
import type { ExplainedSignIn } from '../../../authentication/index.ts';

type Facts = Record<string, string>;

/** What a check looked at, for whoever reads the explanation. Never a secret. */
export function explainedFacts(check: SignInCheck, explained: ExplainedSignIn): Facts {
  const facts: Facts = FACTS[check](explained);
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== ''));
}

const FACTS = {
  user_known: ({ context: { user, relyingParty } }) => ({
    userName: user?.userName ?? '',
    application: relyingParty.applicationName,
  }),
  user_enabled: () => ({}),
  not_blocked: ({ context: { facts } }) => ({ until: instantText(facts.blockedUntil) }),
  not_locked_out: ({ context: { facts } }) => ({ until: instantText(facts.lockedUntil) }),
  password_throttle: ({ context: { facts } }) => ({ until: instantText(facts.passwordThrottledUntil) }),
  password: ({ context: { relyingParty } }) => ({ source: relyingParty.policy.passwordSource }),
  trusted_address: ({ context: { relyingParty } }) => ({ networks: relyingParty.policy.trustedNetworks.join(' ') }),
  one_time_bypass: ({ context: { facts } }) => ({ until: instantText(facts.bypassUntil) }),
  remembered_result: ({ context: { relyingParty } }) => ({ seconds: String(relyingParty.policy.rememberSeconds) }),
  pin_current: ({ context: { user } }) => ({ expiresAt: instantText(user?.pin.expiresAt ?? 0) }),
  usable_method: ({ context: { relyingParty }, methods, usable }) => ({
    has: methods.join(' '),
    allowed: relyingParty.policy.allowedMethods.join(' '),
    usable: usable.join(' '),
  }),
  challenge_possible: ({ context: { relyingParty } }) => ({ codeEntry: relyingParty.policy.codeEntry }),
  text_message: () => ({}),
  second_factor: ({ explanation: { method = '' } }) => ({ method }),
} as const satisfies Record<SignInCheck, (explained: ExplainedSignIn) => Facts>;

/** 0: not set. */
function instantText(at: number): string {
  return at === 0 ? '' : new Date(at).toISOString();
}
