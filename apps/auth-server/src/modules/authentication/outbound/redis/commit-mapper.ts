import type { Claim } from '@countersign/domain';
import { redisKeys } from '../../../../outbound/redis/keys.ts';
import type { BeginRequest, CommitRequest } from '../../application/ports/authentication-store.ts';
import { pendingMark, rememberField } from './loaded-mapper.ts';

/** How long the answer to a request is kept for its repeats (RFC 5080 section 2.2.2 asks for 5 to 30 seconds). */
const RESULT_MILLISECONDS = 30_000;
/** How long those who waited for the same sign-in find its answer. */
export const DECISION_MILLISECONDS = 30_000;

type Value = string | number;

/** The keys of one commit, in the order that the script names. */
export function commitKeys(request: CommitRequest): readonly string[] {
  const { userId, begun, open, failure, restoredFactors } = request;
  const owner = userId ?? begun?.userId;
  const restored = (factor: 'second' | 'password') =>
    owner !== undefined && restoredFactors.includes(factor) ? redisKeys.failures(owner, factor) : '';
  return [
    userId === undefined ? '' : redisKeys.userFacts(userId),
    request.requestKey === '' ? '' : redisKeys.request(request.requestKey),
    request.consumedHandle === '' ? '' : redisKeys.authentication(request.consumedHandle),
    open === undefined ? '' : redisKeys.authentication(open.handle),
    claimKey(request.claim),
    failure === undefined || userId === undefined ? '' : redisKeys.failures(userId, failure.factor),
    restored('second'),
    restored('password'),
    userId === undefined ? '' : redisKeys.newestSentCode(userId),
    begun === undefined || begun.joinKey === '' ? '' : redisKeys.running(begun.joinKey),
    tentativeKey(begun),
  ];
}

/**
 * The values of one commit, in the order that the script names. `isToldLater`: those who wait for the same sign-in hear
 * of it from `tellDecisions`.
 */
export function commitValues(request: CommitRequest, { isToldLater }: { isToldLater: boolean }): readonly Value[] {
  const { open, failure, remember, begun } = request;
  const claim = request.claim;
  return [
    String(request.expectedRevision),
    String(request.expectedUserVersion),
    request.outcome,
    request.reason,
    claim === undefined ? '' : CLAIM_KINDS[claim.kind],
    claimValue(claim),
    claim?.kind === 'otp' && claim.method === 'totp' ? request.claimMilliseconds : 0,
    failure?.denials ?? 0,
    failure?.windowMilliseconds ?? 0,
    failure?.lockMilliseconds ?? 0,
    failure?.factor === 'password' ? 'pwl' : 'lck',
    open === undefined ? '' : JSON.stringify(open.authentication),
    open?.lifetimeMilliseconds ?? 0,
    request.result,
    request.resultIfRefused,
    RESULT_MILLISECONDS,
    request.journalEvent,
    remember === undefined ? '' : rememberField(remember.scopeKey),
    remember?.untilAt ?? 0,
    request.authenticationId,
    begun === undefined ? '' : pendingMark(begun.authenticationId),
    begun !== undefined && failure?.factor === 'password' ? 1 : 0,
    isNewlySent(request) ? 1 : 0,
    isAwaited(request) && !isToldLater ? 1 : 0,
    DECISION_MILLISECONDS,
  ];
}

/** Whether others may wait for the answer to this one. */
export function isAwaited({ begun }: CommitRequest): boolean {
  return begun !== undefined && begun.joinKey !== '';
}

/** The key that keeps a code from being tried twice while its password is being checked. */
export function tentativeKey(begun: BeginRequest | undefined): string {
  const tentative = begun?.tentative;
  return tentative === undefined ? '' : redisKeys.tentative(tentative.authenticatorId, tentative.value);
}

/** Asking again after a wrong answer does not make an older message the newest. */
function isNewlySent({ open, consumedHandle }: CommitRequest): boolean {
  const stage = open?.authentication.stage;
  return consumedHandle === '' && stage?.at === 'challenged' && stage.challenge.sentCode !== undefined;
}

function claimKey(claim: Claim | undefined): string {
  if (claim?.kind === 'otp') return redisKeys.lastAccepted(claim.authenticatorId);
  return claim?.kind === 'recovery_code' ? redisKeys.spent(claim.codeId) : '';
}

/** The words of the script for the kinds of claims. */
const CLAIM_KINDS = {
  otp: 'otp',
  recovery_code: 'once',
  sent_code: 'sent',
  bypass: 'bypass',
} as const satisfies Record<Claim['kind'], string>;

function claimValue(claim: Claim | undefined): Value {
  if (claim?.kind === 'otp') return claim.value;
  return claim?.kind === 'bypass' ? claim.bypassId : '';
}
