import { noLiveFacts } from '@countersign/domain';
import { describe, expect, it } from '@jest/globals';
import { anOpenAuthentication } from '../../application/__fixtures__/store-world.ts';
import type { LoadQuestion } from '../../application/ports/authentication-store.ts';
import { pendingMark, rememberField, toEarlier, toLoaded } from './loaded-mapper.ts';

const question: LoadQuestion = { userId: 'u', requestKey: 'r', handle: '', authenticatorIds: ['a', 'b'] };
const generation = { id: 'g', recoveredAt: 0 };
const loaded = (facts: readonly string[], values: readonly (string | null)[] = [null, null, null, null]) =>
  toLoaded(question, { now: 7, generation, facts, values });

describe('what Redis answered', () => {
  it('is nothing when it knows nothing', () => {
    expect(loaded([])).toEqual({
      now: 7,
      generation,
      leastUserVersion: 0,
      facts: noLiveFacts,
      authentication: undefined,
      earlier: undefined,
    });
  });

  it('is numbers where it wrote text: ten is more than nine', () => {
    const { facts, leastUserVersion } = loaded(
      ['ver', '10', 'rev', '9', 'lck', '1764000000001', 'pwl', '2', 'blk', '3', 'rvc', '4', 'byp', '5', 'byi', 'six'],
      [null, null, '10', null],
    );
    expect(leastUserVersion + 1).toBe(11);
    expect(facts).toEqual({
      revision: 9,
      lockedUntil: 1_764_000_000_001,
      passwordThrottledUntil: 2,
      blockedUntil: 3,
      revocations: 4,
      bypassUntil: 5,
      bypassId: 'six',
      rememberedUntil: new Map(),
      lastAccepted: new Map([['a', 10]]),
      hasDeliveryFailed: false,
    });
  });

  it('keeps the last accepted codes apart, also for a user without facts', () => {
    expect(loaded([], [null, null, null, '0']).facts.lastAccepted).toEqual(new Map([['b', 0]]));
  });

  it('holds remembered results by their scope', () => {
    const scopeKey = 'rp|2001:db8::1';
    const { rememberedUntil } = loaded([rememberField(scopeKey), '12', 'rev', '1']).facts;
    expect([...rememberedUntil]).toEqual([[scopeKey, 12]]);
  });

  it('says whether the text message of this very authentication failed', () => {
    const record = JSON.stringify(anOpenAuthentication('mine'));
    expect(loaded(['dlf', 'mine'], [null, record]).facts.hasDeliveryFailed).toBe(true);
    expect(loaded(['dlf', 'another'], [null, record]).facts.hasDeliveryFailed).toBe(false);
    expect(loaded(['dlf', 'mine']).facts.hasDeliveryFailed).toBe(false);
  });

  it('is pending or an answer for a request that was seen', () => {
    expect(toEarlier(pendingMark('authentication-1'))).toBe('pending');
    expect(toEarlier('["accepted"]')).toBe('["accepted"]');
    expect(loaded([], [pendingMark('x'), null]).earlier).toBe('pending');
  });
});
