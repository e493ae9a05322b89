import { SecretBytes } from '@countersign/errors';
import { OATH_METHODS } from '../authenticators/method.ts';
import { splitPasswordAndCode } from '../pins/split-password-and-code.ts';
import type { Authentication, Stage } from './authentication.ts';
import type { AuthenticationEvent } from './authentication-event.ts';
import { checkCode } from './check-code.ts';
import { decideSecondFactor, waiverOf } from './decide-second-factor.ts';
import { type AdvanceContext, reject, type Step } from './step.ts';
import { usableMethods } from './usable-methods.ts';

/**
 * One look at the password per sign-in, so that a mistyped code never counts as a wrong password in the directory: how
 * the field is split is decided before, by whether its end is a right code, which is not consumed yet.
 */
export function checkPassword(authentication: Authentication, credential: SecretBytes, context: AdvanceContext): Step {
  const { passwordSource, codeEntry } = context.relyingParty.policy;
  if (credential.length === 0) return reject(authentication, 'password_missing');
  if (context.facts.passwordThrottledUntil > context.now) return reject(authentication, 'password_throttled');
  const split = codeEntry === 'challenge' ? undefined : splitCredential(authentication, credential, context);
  if (split === undefined && codeEntry === 'concatenated' && isCodeNeeded(authentication, context)) {
    return reject(authentication, 'code_wrong', 'second');
  }
  return {
    next: { ...authentication, stage: { at: 'checking_password', code: split?.code } },
    command: {
      kind: 'verify_password',
      source: passwordSource === 'directory' ? 'directory' : 'local',
      password: split === undefined ? credential : SecretBytes.fromText(split.password),
    },
  };
}

/** Nothing is consumed by asking: the claim comes with the commit, after the password was verified. */
function splitCredential(authentication: Authentication, credential: SecretBytes, context: AdvanceContext) {
  const digits = new Set<6 | 8>();
  for (const authenticator of context.user?.authenticators ?? []) {
    if (authenticator.kind === 'totp' || authenticator.kind === 'hotp') digits.add(authenticator.digits);
  }
  const methods = usableMethods(context).filter((method) => OATH_METHODS.has(method));
  const expected = { authenticationId: authentication.id, methods, sentCode: undefined };
  for (const split of splitPasswordAndCode(credential.expose().toString('utf8'), digits)) {
    const check = checkCode(split.code, expected, context);
    if (check.kind === 'oath') return { password: split.password, code: { typed: split.code, match: check.match } };
    // A replayed code is still a code: it must be refused as one, not sent to the directory as part of a password.
    if (check.kind === 'replayed') return { password: split.password, code: { typed: split.code, match: undefined } };
  }
  return undefined;
}

/** The first factor is decided; a refused one ends the sign-in and takes from the password's budget. */
export function concludePassword(
  authentication: Authentication,
  code: Extract<Stage, { at: 'checking_password' }>['code'],
  event: Extract<AuthenticationEvent, { kind: 'password_verified' | 'password_refused' }>,
  context: AdvanceContext,
): Step {
  if (event.kind === 'password_refused') {
    // What was refused before the password was looked at says nothing about the password.
    const isUnseen = event.reason === 'password_throttled' || event.reason === 'code_replayed';
    return reject(authentication, event.reason, isUnseen ? undefined : 'password');
  }
  const source = context.relyingParty.policy.passwordSource;
  if (source === 'none') return reject(authentication, 'request_malformed');
  const proof = { kind: 'password', source, provedAt: context.now } as const;
  const proved = { ...authentication, proofs: [...authentication.proofs, proof] };
  return decideSecondFactor(proved, code?.typed, context);
}

function isCodeNeeded(authentication: Authentication, context: AdvanceContext): boolean {
  const hasOath = usableMethods(context).some((method) => OATH_METHODS.has(method));
  return hasOath && waiverOf(authentication, context) === undefined;
}
