import { describe, expect, it } from '@jest/globals';
import { FixedClock } from './fixed-clock.ts';

describe('FixedClock', () => {
  it('stands still until it is moved', () => {
    const clock = new FixedClock('2026-01-01T00:00:00Z');
    expect(clock.now()).toEqual(clock.now());
    expect(clock.advanceSeconds(1.5).now().toISOString()).toBe('2026-01-01T00:00:01.500Z');
  });

  it('hands out instants that a caller cannot use to move it', () => {
    const clock = new FixedClock('2026-01-01T00:00:00Z');
    clock.now().setFullYear(1999);
    expect(clock.now().getUTCFullYear()).toBe(2026);
  });

  it('refuses a start that is not an instant', () => {
    expect(() => new FixedClock('yesterday')).toThrow(RangeError);
  });
});
