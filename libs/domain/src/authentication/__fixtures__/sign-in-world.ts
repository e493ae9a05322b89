import { SecretBytes } from '@countersign/errors';
import {
  aHotpAuthenticator,
  aPhone,
  aRelyingParty,
  aTotpAuthenticator,
  aUser,
  someFacts,
  someRecoveryCodes,
  someSettings,
} from '@countersign/testing/builders';
import { createHash } from 'node:crypto';
import { advance } from '../advance.ts';
import { type Authentication, receiveAuthentication } from '../authentication.ts';
import type { AuthenticationEvent } from '../authentication-event.ts';
import type { Commit } from '../command.ts';
import type { AdvanceContext, Step } from '../step.ts';

/** Sunday noon; nothing depends on it. */
export const NOW = Date.UTC(2026, 2, 1, 12, 0, 0);

export const totp = aTotpAuthenticator().build();
export const hotp = aHotpAuthenticator().build();
export const phone = aPhone();
/** In the form in which they are hashed. */
export const RECOVERY_CODES = ['7KQ2M9XD0TCV', '0123456789AB'] as const;
export const recoveryCodes = someRecoveryCodes(RECOVERY_CODES, hashRecoveryCode);

/** Stands for the keyed hash of a code that we sent. */
export function hashSentCode(authenticationId: string, code: string): string {
  return createHash('sha256').update(`${authenticationId}|${code}`).digest('base64');
}

/** Stands for the keyed hash of a recovery code. */
export function hashRecoveryCode(code: string): Buffer {
  return createHash('sha256').update(`recovery|${code}`).digest();
}

/** Alice with a time-based device signs in at a VPN, and nothing is held against her. */
export function aContext(changes: Partial<AdvanceContext> = {}): AdvanceContext {
  return {
    user: aUser().having(totp).build(),
    relyingParty: aRelyingParty(),
    settings: someSettings(),
    facts: someFacts(),
    now: NOW,
    timeStepsAfter: 0,
    hashSentCode,
    hashRecoveryCode,
    ...changes,
  };
}

/** A sign-in of the context's user that has just arrived. */
export function aSignIn(context: AdvanceContext, changes: Partial<Authentication> = {}): Authentication {
  const received = receiveAuthentication({
    id: 'authentication-1',
    userId: context.user?.id,
    userName: context.user?.userName ?? ('nobody' as Authentication['userName']),
    relyingPartyId: context.relyingParty.id,
    clientAddress: '192.0.2.7',
    callingStation: '',
    startedAt: context.now,
    revocations: context.facts.revocations,
  });
  return { ...received, ...changes };
}

/** The claimant typed this into the first field. */
export function signedIn(typed: string): AuthenticationEvent {
  return { kind: 'signed_in', credential: SecretBytes.fromText(typed) };
}

/** The claimant typed this as answer to a challenge. */
export function answered(typed: string): AuthenticationEvent {
  return { kind: 'answered', credential: SecretBytes.fromText(typed) };
}

/** Feeds events one after the other and gives the last step. */
export function after(
  authentication: Authentication,
  context: AdvanceContext,
  ...events: readonly AuthenticationEvent[]
): Step {
  let step: Step | undefined;
  for (const event of events) step = advance(step?.next ?? authentication, event, context);
  if (step === undefined) throw new Error('nothing happened');
  return step;
}

/** What a step wants to come true. */
export function commitOf(step: Step): Commit {
  if (step.command.kind !== 'commit') throw new Error(`the step wants ${step.command.kind} first`);
  return step.command.commit;
}

/** The verdict of a step, in one word and its detail. */
export function verdictOf(step: Step): string {
  const { verdict } = commitOf(step);
  switch (verdict.outcome) {
    case 'accepted':
      return `accepted: ${verdict.basis}`;
    case 'rejected':
      return `rejected: ${verdict.reason}`;
    case 'challenged':
      return `challenged: ${verdict.prompt}`;
    case 'pending':
      return 'pending';
  }
}
