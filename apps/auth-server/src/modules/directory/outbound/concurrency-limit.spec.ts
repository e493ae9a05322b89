import { describe, expect, it } from '@jest/globals';
import { ConcurrencyLimit, Saturated } from './concurrency-limit.ts';

const never = new AbortController().signal;

function aGate(): { readonly passed: Promise<void>; open: () => void } {
  let open = (): void => undefined;
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open: () => open() };
}

describe('ConcurrencyLimit', () => {
  it('runs as many at once as allowed, the next when one ends, in order of arrival', async () => {
    const limit = new ConcurrencyLimit({ name: 'test', concurrent: 2, waiting: 9 });
    const gates = [aGate(), aGate(), aGate(), aGate()];
    const started: number[] = [];
    const tasks = gates.map((gate, index) =>
      limit.run(async () => {
        started.push(index);
        await gate.passed;
        return index;
      }, never),
    );

    expect(started).toEqual([0, 1]);
    gates[1]?.open();
    await tasks[1];
    await new Promise(setImmediate);
    expect(started).toEqual([0, 1, 2]);
    for (const gate of gates) gate.open();
    expect(await Promise.all(tasks)).toEqual([0, 1, 2, 3]);
    expect(limit.running).toBe(0);
  });

  it('turns away at once who would have to wait behind a full queue', async () => {
    const limit = new ConcurrencyLimit({ name: 'test', concurrent: 1, waiting: 1 });
    const gate = aGate();
    const first = limit.run(() => gate.passed, never);
    const second = limit.run(async () => 'second', never);

    await expect(limit.run(async () => 'third', never)).rejects.toThrow(Saturated);
    gate.open();
    await first;
    expect(await second).toBe('second');
  });

  it('lets go of who gives up waiting, and gives the place to the next', async () => {
    const limit = new ConcurrencyLimit({ name: 'test', concurrent: 1, waiting: 9 });
    const gate = aGate();
    const first = limit.run(() => gate.passed, never);
    const impatient = new AbortController();
    let hasRun = false;
    const second = limit.run(async () => {
      hasRun = true;
    }, impatient.signal);
    const third = limit.run(async () => 'third', never);

    impatient.abort(new Error('no time left'));
    await expect(second).rejects.toThrow('no time left');
    gate.open();
    await first;
    expect(await third).toBe('third');
    expect(hasRun).toBe(false);
    expect(limit.running).toBe(0);
  });

  it('frees the place of a task that fails', async () => {
    const limit = new ConcurrencyLimit({ name: 'test', concurrent: 1, waiting: 0 });
    await expect(limit.run(() => Promise.reject(new Error('broken')), never)).rejects.toThrow('broken');
    expect(await limit.run(async () => 'fine', never)).toBe('fine');
  });

  it('does not begin a task whose time is over', async () => {
    const limit = new ConcurrencyLimit({ name: 'test', concurrent: 1, waiting: 0 });
    await expect(limit.run(async () => 'late', AbortSignal.abort(new Error('over')))).rejects.toThrow('over');
  });
});
