import { EventEmitter } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { silentLogger } from './logger.ts';
import { registerShutdown, type ShutdownStep } from './shutdown.ts';

/** A process that notes with which code it was asked to leave. */
class FakeProcess extends EventEmitter {
  readonly left: Promise<number>;
  readonly codes: number[] = [];
  #leave: (code: number) => void = () => undefined;

  constructor() {
    super();
    this.left = new Promise((resolve) => {
      this.#leave = resolve;
    });
  }

  exit(code: number): void {
    this.codes.push(code);
    this.#leave(code);
  }
}

function aShutdown(steps: readonly ShutdownStep[], limitMilliseconds?: number) {
  const process = new FakeProcess();
  const shutdown = registerShutdown({ logger: silentLogger(), steps, process, limitMilliseconds });
  return { process, shutdown };
}

const never: ShutdownStep = { name: 'never', run: () => new Promise(() => undefined) };

describe('registerShutdown', () => {
  it.each(['SIGTERM', 'SIGINT'])('runs the steps one after the other at %s, then leaves with 0', async (signal) => {
    const log: string[] = [];
    const step = (name: string): ShutdownStep => ({
      name,
      run: async () => {
        log.push(`${name} begins`);
        await Promise.resolve();
        log.push(`${name} ends`);
      },
    });
    const { process } = aShutdown([step('a'), step('b')]);
    process.emit(signal, signal);
    expect(await process.left).toBe(0);
    expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  });

  it('goes on after a step that fails, and leaves with 1', async () => {
    const log: string[] = [];
    const failing = { name: 'failing', run: () => Promise.reject(new Error('no')) };
    const { process } = aShutdown([failing, { name: 'next', run: () => void log.push('next') }]);
    process.emit('SIGTERM', 'SIGTERM');
    expect(await process.left).toBe(1);
    expect(log).toEqual(['next']);
  });

  it('leaves with 1 at the second signal', async () => {
    const { process } = aShutdown([never]);
    process.emit('SIGTERM', 'SIGTERM');
    process.emit('SIGINT', 'SIGINT');
    expect(await process.left).toBe(1);
  });

  it('leaves with 1 when the time is over', async () => {
    const { process, shutdown } = aShutdown([never], 10);
    void shutdown.trigger('test');
    expect(await process.left).toBe(1);
  });

  it('runs once, however it is asked', async () => {
    let runs = 0;
    const count = { name: 'count', run: () => void (runs += 1) };
    const { process, shutdown } = aShutdown([count]);
    await Promise.all([shutdown.trigger('one'), shutdown.trigger('two')]);
    expect([runs, process.codes]).toEqual([1, [0]]);
  });

  it('hears no signal after it was unregistered', () => {
    const { process, shutdown } = aShutdown([never]);
    shutdown.unregister();
    expect([process.listenerCount('SIGTERM'), process.listenerCount('SIGINT')]).toEqual([0, 0]);
  });
});
