import { describe, expect, it } from '@jest/globals';
import { ReplicaLag } from './replica-lag.ts';

describe('ReplicaLag', () => {
  function noted(...lsns: readonly bigint[]): ReplicaLag {
    const lag = new ReplicaLag();
    for (const [index, lsn] of lsns.entries()) lag.note({ at: 1_000 * (index + 1), lsn });
    return lag;
  }

  it('is 0 for a replica that has what the primary had last', () => {
    expect(noted(10n, 20n).behindMs(20n, 9_000)).toBe(0);
    expect(noted(10n, 20n).missingBytes(25n)).toBe(0);
  });

  it('counts from the first position that the replica lacks', () => {
    expect(noted(10n, 20n, 30n).behindMs(10n, 3_500)).toBe(1_500);
    expect(noted(10n, 20n, 30n).missingBytes(10n)).toBe(20);
  });

  it('does not count a quiet time before the first position that is missing', () => {
    expect(noted(10n, 10n, 10n, 20n).behindMs(10n, 4_200)).toBe(200);
  });

  it('knows nothing without a primary', () => {
    const lag = noted(10n);
    lag.reset();
    expect(lag.behindMs(0n, 5_000)).toBe(0);
    expect(lag.missingBytes(0n)).toBeUndefined();
  });
});
