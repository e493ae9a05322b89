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
  const { userId, begun, requestKey, consumedHandle, open } = request;
  return [
    keyOf(userId, redisKeys.userFacts),
    keyOf(requestKey, redisKeys.request),
    keyOf(consumedHandle, redisKeys.authentication),
    keyOf(open?.handle, redisKeys.authentication),
    claimKey(request.claim),
    ...failureKeys(request),
    keyOf(userId, redisKeys.newestSentCode),
    keyOf(begun?.joinKey, redisKeys.running),
    tentativeKey(begun),
  ];
}

/** The key of a thing that may be absent: then the script has nothing to do with it. */
function keyOf(name: string | undefined, key: (name: string) => string): string {
  return name === undefined || name === '' ? '' : key(name);
}

/** The counter to raise, then those to clear. */
function failureKeys({ userId, begun, failure, restoredFactors }: CommitRequest): readonly string[] {
  const owner = userId ?? begun?.userId;
  const restored = (factor: 'second' | 'password') =>
    owner !== undefined && restoredFactors.includes(factor) ? redisKeys.failures(owner, factor) : '';
  const failed = failure === undefined || userId === undefined ? '' : redisKeys.failures(userId, failure.factor);
  return [failed, restored('second'), restored('password')];
}

/**
 * The values of one commit, in the order that the script names. `isToldLater`: those who wait for the same sign-in hear
 * of it from `tellDecisions`.
 */
export function commitValues(request: CommitRequest, { isToldLater }: { isToldLater: boolean }): readonly Value[] {
  const { remember, begun } = request;
  return [
    String(request.expectedRevision),
    String(request.expectedUserVersion),
    request.outcome,
    request.reason,
    ...claimValues(request),
    ...failureValues(request.failure),
    ...openValues(request.open),
    request.result,
    request.resultIfRefused,
    RESULT_MILLISECONDS,
    request.journalEvent,
    ...(remember === undefined ? ['', 0] : [rememberField(remember.scopeKey), remember.untilAt]),
    request.authenticationId,
    begun === undefined ? '' : pendingMark(begun.authenticationId),
    flag(begun !== undefined && request.failure?.factor === 'password'),
    flag(isNewlySent(request)),
    flag(isAwaited(request) && !isToldLater),
    DECISION_MILLISECONDS,
  ];
}

function flag(isSet: boolean): number {
  return isSet ? 1 : 0;
}

/** Kind, value and lifetime (0: for ever) of what an accept spends. */
function claimValues({ claim, claimMilliseconds }: CommitRequest): readonly Value[] {
  if (claim === undefined) return ['', '', 0];
  const isPassing = claim.kind === 'otp' && claim.method === 'totp';
  return [CLAIM_KINDS[claim.kind], claimValue(claim), isPassing ? claimMilliseconds : 0];
}

/** Denials, window, lock, and the field in which the lock stands. */
function failureValues(failure: CommitRequest['failure']): readonly Value[] {
  if (failure === undefined) return [0, 0, 0, ''];
  const { denials, windowMilliseconds, lockMilliseconds, factor } = failure;
  return [denials, windowMilliseconds, lockMilliseconds, factor === 'password' ? 'pwl' : 'lck'];
}

/** The record to keep and for how long. */
function openValues(open: CommitRequest['open']): readonly Value[] {
  return open === undefined ? ['', 0] : [JSON.stringify(open.authentication), open.lifetimeMilliseconds];
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
function isNewlySent({ open, consumedHandle, isTextSent }: CommitRequest): boolean {
  const stage = open?.authentication.stage;
  return (
    (consumedHandle === '' || isTextSent === true) &&
    stage?.at === 'challenged' &&
    stage.challenge.sentCode !== undefined
  );
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
