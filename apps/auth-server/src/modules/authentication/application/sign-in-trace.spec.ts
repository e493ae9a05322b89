import { describe, expect, it } from '@jest/globals';
import { SignInTrace } from './sign-in-trace.ts';

describe('the trace of a sign-in', () => {
  it('says what was done, what came of it and how long it took', async () => {
    let now = 1_000;
    const trace = new SignInTrace(() => now);
    now += 2.04;
    await trace.timed(
      'user',
      () => Promise.resolve((now += 5)),
      () => 'found',
    );
    await trace.timed(
      'password',
      () => Promise.resolve((now += 30.26)),
      () => 'password_verified',
    );
    expect(trace.steps).toEqual([
      { what: 'user', result: 'found', at: 2, took: 5 },
      { what: 'password', result: 'password_verified', at: 7, took: 30.3 },
    ]);
    expect(trace.elapsed).toBe(37.3);
  });

  it('notes nothing for work that gave no result, or that failed', async () => {
    const trace = new SignInTrace(() => 0);
    await trace.timed(
      'password',
      () => Promise.resolve(1),
      () => undefined,
    );
    await expect(
      trace.timed(
        'password',
        () => Promise.reject(new Error('away')),
        () => 'x',
      ),
    ).rejects.toThrow('away');
    expect(trace.steps).toEqual([]);
  });
});
