import { authenticationV1 } from '@countersign/contracts';
import type { Attempt, Verdict } from '../../application/ports/authentication-core.ts';

const { Outcome } = authenticationV1;

/** The wire form of an attempt; the deadline becomes the time that is left now. */
export function toWireAttempt(attempt: Attempt, correlationId: number, now: number): authenticationV1.Attempt {
  return {
    correlationId,
    requestKey: asBuffer(attempt.requestKey),
    relyingPartyId: attempt.relyingPartyId,
    userName: attempt.userName,
    credential: asBuffer(attempt.credential),
    challengeHandle: asBuffer(attempt.challengeHandle),
    clientAddress: attempt.clientAddress,
    callingStation: attempt.callingStation,
    nasAddress: attempt.nasAddress,
    nasIdentifier: attempt.nasIdentifier,
    deadlineMilliseconds: Math.max(0, Math.floor(attempt.deadlineAt - now)),
  };
}

/** The verdict in a result; whatever this version of the gateway does not understand is "undecided", never an accept. */
export function toVerdict(result: authenticationV1.AttemptResult): Verdict {
  switch (result.outcome) {
    case Outcome.ACCEPTED:
      return {
        outcome: 'accepted',
        message: result.message,
        replyAttributes: result.replyAttributes,
        authenticationId: result.authenticationId,
      };
    case Outcome.REJECTED:
      return { outcome: 'rejected', message: result.message, authenticationId: result.authenticationId };
    case Outcome.CHALLENGED:
      return toChallenge(result);
    case Outcome.IN_PROGRESS:
      return { outcome: 'in_progress' };
    default:
      return { outcome: 'undecided', errorCode: result.errorCode === '' ? 'internal' : result.errorCode };
  }
}

/** About how many octets an attempt takes on the wire. */
export function octetsOf(attempt: Attempt): number {
  return 128 + attempt.userName.length + attempt.credential.length + attempt.challengeHandle.length;
}

function toChallenge(result: authenticationV1.AttemptResult): Verdict {
  // A challenge that cannot be answered would lock the claimant out.
  return result.challengeHandle.length === 0
    ? { outcome: 'undecided', errorCode: 'internal' }
    : {
        outcome: 'challenged',
        message: result.message,
        challengeHandle: result.challengeHandle,
        lifetimeSeconds: result.challengeLifetimeSeconds,
        authenticationId: result.authenticationId,
      };
}

function asBuffer(octets: Uint8Array): Buffer {
  return Buffer.isBuffer(octets) ? octets : Buffer.from(octets);
}
