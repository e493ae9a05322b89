import type { PasskeyAuthenticator } from '../authenticators/authenticator.ts';
import { admissionProblem } from './admission.ts';
import type { Authentication, Challenge, Proof } from './authentication.ts';
import type { AuthenticationEvent } from './authentication-event.ts';
import type { Claim } from './command.ts';
import { refuseCode } from './conclude-code.ts';
import { accept, type AdvanceContext, reject, type Step } from './step.ts';
import { usableMethods } from './usable-methods.ts';

/** A passkey answers a question, or comes alone (`question` undefined); its signature is to be checked. */
export function checkPasskey(
  authentication: Authentication,
  question: Challenge | undefined,
  credentialId: string,
  context: AdvanceContext,
): Step {
  const problem = admissionProblem(authentication, context);
  if (problem !== undefined) return reject(authentication, problem);
  if (question !== undefined && question.expiresAt <= context.now) return reject(authentication, 'challenge_expired');
  const isAllowed = usableMethods(context).includes('passkey') && question?.methods.includes('passkey') !== false;
  const passkey = isAllowed ? passkeyOf(context, (one) => one.credentialId === credentialId) : undefined;
  if (passkey === undefined) return refuse(authentication, question, context);
  return {
    next: { ...authentication, stage: { at: 'checking_passkey', authenticatorId: passkey.id, question } },
    command: { kind: 'verify_passkey', authenticatorId: passkey.id },
  };
}

/** The signature is checked; alone it must also say that the device made sure who holds it. */
export function concludePasskey(
  authentication: Authentication,
  event: Extract<AuthenticationEvent, { kind: 'passkey_verified' | 'passkey_refused' }>,
  context: AdvanceContext,
): Step {
  if (authentication.stage.at !== 'checking_passkey') return reject(authentication, 'request_malformed');
  const { authenticatorId, question } = authentication.stage;
  const passkey = passkeyOf(context, (one) => one.id === authenticatorId);
  const isRight = event.kind === 'passkey_verified' && (question !== undefined || event.isUserVerified);
  if (passkey === undefined || !isRight) return refuse(authentication, question, context);
  const { counter } = event;
  const last = Math.max(context.facts.lastAccepted.get(passkey.id) ?? -1, passkey.lastAcceptedCounter);
  // A counter that does not grow tells of a copy of the key (WebAuthn section 6.1.1); 0 says that there is none.
  if (counter > 0 && counter <= last) return refuse(authentication, question, context, 'code_replayed');
  const proof: Proof = {
    kind: 'second_factor',
    method: 'passkey',
    authenticatorId: passkey.id,
    provedAt: context.now,
    ...(event.isUserVerified ? { isUserVerified: true } : {}),
  };
  const proved = { ...authentication, proofs: [...authentication.proofs, proof] };
  return accept(proved, 'second_factor', context, counterClaim(passkey.id, counter));
}

function counterClaim(authenticatorId: string, value: number): Claim | undefined {
  return value > 0 ? { kind: 'otp', method: 'hotp', authenticatorId, value, driftSteps: 0 } : undefined;
}

/** Alone it takes from nobody's budget: anyone may have seen the name of a passkey, and must not lock its owner out. */
function refuse(
  authentication: Authentication,
  question: Challenge | undefined,
  context: AdvanceContext,
  reason: 'passkey_wrong' | 'code_replayed' = 'passkey_wrong',
): Step {
  return question === undefined
    ? reject(authentication, reason)
    : refuseCode(authentication, question, reason, context);
}

function passkeyOf(
  { user }: AdvanceContext,
  isWanted: (one: PasskeyAuthenticator) => boolean,
): PasskeyAuthenticator | undefined {
  return user?.authenticators.find(
    (one): one is PasskeyAuthenticator => one.kind === 'passkey' && one.state === 'active' && isWanted(one),
  );
}
