import { describe, expect, it } from '@jest/globals';
import { TokenBuckets } from './token-buckets.ts';

const pace = { perSecond: 2, burst: 4 };

describe('TokenBuckets', () => {
  it('gives a burst at once, then the pace', () => {
    const buckets = new TokenBuckets(10);
    const taken = [0, 0, 0, 0, 0, 400, 500, 600, 1000].map((now) => buckets.take('a', pace, now));
    expect(taken).toEqual([true, true, true, true, false, false, true, false, true]);
  });

  it('never saves up more than the burst', () => {
    const buckets = new TokenBuckets(10);
    buckets.take('a', pace, 0);
    const later = Array.from({ length: 6 }, () => buckets.take('a', pace, 3_600_000));
    expect(later.filter(Boolean)).toHaveLength(4);
  });

  it('keeps keys apart, and knows no limit at a pace of 0', () => {
    const buckets = new TokenBuckets(10);
    const one = { perSecond: 1, burst: 1 };
    expect([buckets.take('a', one, 0), buckets.take('b', one, 0), buckets.take('a', one, 0)]).toEqual([
      true,
      true,
      false,
    ]);
    expect(Array.from({ length: 50 }, () => buckets.take('c', { perSecond: 0, burst: 0 }, 0))).not.toContain(false);
  });

  it('forgets the key that was not used for longest when there are too many', () => {
    const buckets = new TokenBuckets(2);
    const one = { perSecond: 1, burst: 1 };
    for (const key of ['a', 'b', 'a', 'c']) buckets.take(key, one, 0);
    expect(buckets.take('a', one, 0)).toBe(false);
    expect(buckets.take('b', one, 0)).toBe(true);
  });
});
