import type { Claim } from '@countersign/domain';
import { describe, expect, it } from '@jest/globals';
import {
  aBegin,
  aChallenge,
  aCommit,
  anAccept,
  anOpenAuthentication,
  ending,
  SECOND,
  totpClaim,
  USER,
} from '../../application/__fixtures__/store-world.ts';
import type { Loaded } from '../../application/ports/authentication-store.ts';
import { commitKeys, commitValues } from './commit-mapper.ts';
import { COMMIT_KEYS, COMMIT_VALUES } from './scripts.ts';

const loaded: Loaded = {
  now: 1,
  generation: { id: 'g', recoveredAt: 0 },
  leastUserVersion: 10,
  facts: { ...({} as Loaded['facts']), revision: 9 },
  authentication: undefined,
  earlier: undefined,
};
const values = (request: Parameters<typeof commitValues>[0]) => commitValues(request, { isToldLater: false });
const begun = aBegin(loaded, { joinKey: 'join', tentative: { authenticatorId: 'd', value: 5 } });

describe('a commit on its way to Redis', () => {
  it.each([
    ['a refusal', aCommit(loaded)],
    ['a refusal of nobody', aCommit(loaded, { userId: undefined, failure: SECOND })],
    ['an accept', anAccept(loaded, totpClaim(5), ending(begun))],
    ['a challenge', aChallenge(loaded, 'handle', { failure: SECOND, restoredFactors: ['password', 'second'] })],
  ])('has as many keys and values as the script counts: %s', (_title, request) => {
    expect(commitKeys(request)).toHaveLength(COMMIT_KEYS);
    expect(values(request)).toHaveLength(COMMIT_VALUES);
  });

  it('says what it rests on as text, because that is what Redis compares', () => {
    expect(values(aCommit(loaded)).slice(0, 2)).toEqual(['9', '10']);
  });

  it.each<[string, Claim, string, readonly unknown[]]>([
    ['a time step', totpClaim(5), 'cs:c:device-1', ['otp', 5, 600_000]],
    ['a counter, for ever', { ...totpClaim(5), method: 'hotp' } as Claim, 'cs:c:device-1', ['otp', 5, 0]],
    ['a recovery code', { kind: 'recovery_code', authenticatorId: 's', codeId: 'c1' }, 'cs:k:c1', ['once', '', 0]],
    ['a code that was sent', { kind: 'sent_code', authenticatorId: 'p' }, '', ['sent', '', 0]],
    ['a bypass', { kind: 'bypass', bypassId: 'b1' }, '', ['bypass', 'b1', 0]],
  ])('claims %s', (_title, claim, key, expected) => {
    const request = anAccept(loaded, claim);
    expect(commitKeys(request)[4]).toBe(key);
    expect(values(request).slice(4, 7)).toEqual(expected);
  });

  it('names budgets of the user only', () => {
    const request = aCommit(loaded, { failure: SECOND, restoredFactors: ['password'] });
    expect(commitKeys(request).slice(5, 8)).toEqual([`cs:f:${USER.id}:second`, '', `cs:f:${USER.id}:password`]);
    expect(commitKeys({ ...request, userId: undefined }).slice(5, 8)).toEqual(['', '', '']);
  });

  it('tells those who wait now, later, or never', () => {
    const request = aCommit(loaded, ending(begun));
    expect(values(request)[23]).toBe(1);
    expect(commitValues(request, { isToldLater: true })[23]).toBe(0);
    expect(values(aCommit(loaded))[23]).toBe(0);
  });

  it('makes a message the newest when it is sent, not when it is asked for again', () => {
    const open = { handle: 'h', authentication: anOpenAuthentication('a', true), lifetimeMilliseconds: 1000 };
    expect(values(aChallenge(loaded, 'h', { open }))[22]).toBe(1);
    expect(values(aChallenge(loaded, 'h', { open, consumedHandle: 'before' }))[22]).toBe(0);
    expect(values(aChallenge(loaded, 'h'))[22]).toBe(0);
  });
});
