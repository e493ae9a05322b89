import { SecretBytes } from '@countersign/errors';
import { OATH_METHODS } from '../authenticators/method.ts';
import { splitPasswordAndCode } from '../pins/split-password-and-code.ts';
import type { Authentication, Stage } from './authentication.ts';
import type { AuthenticationEvent } from './authentication-event.ts';
import { checkCode } from './check-code.ts';
import { decideSecondFactor, waiverOf } from './decide-second-factor.ts';
import { type AdvanceContext, reject, type Step } from './step.ts';
import { usableMethods } from './usable-methods.ts';

type TypedCode = Extract<Stage, { at: 'checking_password' }>['code'];

/**
 * One look at the password per sign-in: how the field is split is decided before, by whether its end is a right code,
 * which is not consumed yet. Where a code must be in the field and none is right, the password is looked at all the same,
 * without what would be the code: a mistyped code then never counts as a wrong password in the directory, and a stranger
 * who does not know the password cannot spend the attempts at the code.
 */
export function checkPassword(authentication: Authentication, credential: SecretBytes, context: AdvanceContext): Step {
  const { passwordSource } = context.relyingParty.policy;
  if (credential.length === 0) return reject(authentication, 'password_missing');
  if (context.facts.passwordThrottledUntil > context.now) return reject(authentication, 'password_throttled');
  const { password, code } = splitCredential(authentication, credential, context);
  return {
    next: { ...authentication, stage: { at: 'checking_password', code } },
    command: {
      kind: 'verify_password',
      source: passwordSource === 'directory' ? 'directory' : 'local',
      password,
    },
  };
}

function splitCredential(
  authentication: Authentication,
  credential: SecretBytes,
  context: AdvanceContext,
): { readonly password: SecretBytes; readonly code: TypedCode } {
  const { codeEntry } = context.relyingParty.policy;
  const whole = { password: credential, code: undefined };
  if (codeEntry === 'challenge') return whole;
  const splits = splitPasswordAndCode(credential.expose().toString('utf8'), oathDigits(context));
  const methods = usableMethods(context).filter((method) => OATH_METHODS.has(method));
  const expected = { authenticationId: authentication.id, methods, sentCode: undefined };
  for (const split of splits) {
    const check = checkCode(split.code, expected, context);
    // A replayed code is still a code: it must be refused as one, not sent to the directory as part of a password.
    if (check.kind !== 'oath' && check.kind !== 'replayed') continue;
    const match = check.kind === 'oath' ? check.match : undefined;
    return { password: SecretBytes.fromText(split.password), code: { typed: split.code, match } };
  }
  const isCodeNeeded = codeEntry === 'concatenated' && methods.length > 0;
  if (!isCodeNeeded || waiverOf(authentication, context) !== undefined) return whole;
  const [likely] = splits;
  return likely === undefined
    ? { password: credential, code: { typed: '', match: undefined } }
    : { password: SecretBytes.fromText(likely.password), code: { typed: likely.code, match: undefined } };
}

function oathDigits(context: AdvanceContext): ReadonlySet<6 | 8> {
  const digits = new Set<6 | 8>();
  for (const authenticator of context.user?.authenticators ?? []) {
    if (authenticator.kind === 'totp' || authenticator.kind === 'hotp') digits.add(authenticator.digits);
  }
  return digits;
}

/** The first factor is decided; a refused one ends the sign-in and takes from the password's budget. */
export function concludePassword(
  authentication: Authentication,
  code: TypedCode,
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
