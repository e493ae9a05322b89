import { describe, expect, it } from '@jest/globals';
import { CircuitBreaker } from './circuit-breaker.ts';

describe('CircuitBreaker', () => {
  const aBreaker = () => new CircuitBreaker({ failures: 2, pauseMilliseconds: 1_000 });

  it('admits until there were so many failures in a row', () => {
    const breaker = aBreaker();
    breaker.failed(0);
    expect(breaker.admit(0)).toBe(true);
    breaker.failed(0);
    expect(breaker.admit(0)).toBe(false);
    expect(breaker.admit(999)).toBe(false);
  });

  it('begins to count anew after a success', () => {
    const breaker = aBreaker();
    breaker.failed(0);
    breaker.succeeded();
    breaker.failed(0);
    expect(breaker.admit(0)).toBe(true);
  });

  it('admits one trial after the pause, and closes when it succeeds', () => {
    const breaker = aBreaker();
    breaker.failed(0);
    breaker.failed(0);
    expect(breaker.admit(1_000)).toBe(true);
    expect(breaker.admit(1_000)).toBe(false);
    breaker.succeeded();
    expect(breaker.admit(1_000)).toBe(true);
  });

  it('opens for another pause when the trial fails', () => {
    const breaker = aBreaker();
    breaker.failed(0);
    breaker.failed(0);
    breaker.admit(1_000);
    breaker.failed(1_500);
    expect(breaker.admit(2_499)).toBe(false);
    expect(breaker.admit(2_500)).toBe(true);
  });
});
