import { describe, expect, it } from '@jest/globals';
import { SystemRandom } from '@countersign/crypto';
import { RefusalTimes } from './refusal-times.ts';

describe('RefusalTimes', () => {
  it('draws only durations that were recorded lately, and all of them', () => {
    const times = new RefusalTimes(new SystemRandom());
    for (let value = 0; value < 100; value++) times.record(value);
    const drawn = new Set(Array.from({ length: 2_000 }, () => times.draw()));
    expect(Math.min(...drawn)).toBe(36);
    expect(Math.max(...drawn)).toBe(99);
    expect(drawn.size).toBe(64);
  });

  it('guesses before anything was recorded', () => {
    expect(new RefusalTimes(new SystemRandom()).draw()).toBe(15);
  });

  it('waits no longer than the signal allows', async () => {
    const times = new RefusalTimes(new SystemRandom());
    times.record(60_000);
    await times.wait(AbortSignal.abort());
  });
});
