import { beforeEach, describe, expect, it } from '@jest/globals';
import { silentLogger } from '@countersign/observability';
import { temporaryFolder } from '@countersign/testing';
import { InMemorySharedEpoch } from './__fixtures__/in-memory-shared-epoch.ts';
import { ClusterMonitor } from './cluster-monitor.ts';
import { EpochKeeper } from './epoch-keeper.ts';
import { NodeMonitor } from './node-monitor.ts';
import type { ProbeFacts } from './node-state.ts';

const primary = (timeline = 1): ProbeFacts => ({
  isInRecovery: false,
  timeline,
  receivedLsn: 100n,
  replayedLsn: 100n,
  replayDelayMs: 0,
});
const replica = (lsn = 100n): ProbeFacts => ({ ...primary(0), isInRecovery: true, receivedLsn: lsn, replayedLsn: lsn });
const silence = new Error('Query read timeout');
const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });

describe('ClusterMonitor', () => {
  let now: number;
  let answers: Record<string, ProbeFacts | Error>;
  let monitor: ClusterMonitor;
  let waiting: { fn: () => void; ms: number }[];
  let modes: string[];

  beforeEach(async () => {
    now = 0;
    waiting = [];
    modes = [];
    answers = { a: primary(), b: replica() };
    const folder = temporaryFolder();
    const nodes = ['a', 'b'].map((name) => {
      const ask = async (): Promise<ProbeFacts> => {
        const answer = answers[name] ?? silence;
        return await (answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer));
      };
      return new NodeMonitor({ name, host: 'h', port: 1 }, { ask, close: () => undefined }, () => now);
    });
    monitor = new ClusterMonitor({
      nodes,
      epoch: new EpochKeeper(`${folder.path}/epoch`, new InMemorySharedEpoch(), () => undefined),
      now: () => now,
      timer: (fn, ms) => {
        const entry = { fn, ms };
        waiting.push(entry);
        return () => {
          waiting = waiting.filter((each) => each !== entry);
        };
      },
      logger: silentLogger(),
      probeIntervalMs: 500,
      onView: () => undefined,
    });
    monitor.onModeChanged(({ kind, reason }) => modes.push(`${kind} ${reason}`.trim()));
    await monitor.start();
    folder.remove();
  });

  /** Lets every probe that is due within `ms` run. */
  async function pass(ms: number): Promise<void> {
    now += ms;
    const due = waiting.filter((each) => each.ms <= ms);
    waiting = waiting.filter((each) => !due.includes(each));
    for (const { fn } of due) fn();
    await new Promise((resolve) => setImmediate(resolve));
  }

  const mode = (): string => `${monitor.mode.kind} ${monitor.mode.primary ?? '-'}`;

  it('has a master after the first round', () => {
    expect([mode(), modes]).toEqual(['normal a', ['normal']]);
  });

  it('forgives one lost probe, asks again at once, and not a second one', async () => {
    answers['a'] = silence;
    await pass(500);
    expect(mode()).toBe('normal a');
    await pass(0);
    expect([mode(), modes.at(-1)]).toEqual(['read_only -', 'read_only no_primary']);
  });

  it('believes a refused connection at once', async () => {
    answers['a'] = refused;
    await pass(500);
    expect(mode()).toBe('read_only -');
  });

  it('believes a failed statement at once, and comes back after two good probes', async () => {
    monitor.markDown('a', 'terminated');
    expect(mode()).toBe('read_only -');
    await pass(500);
    expect(mode()).toBe('read_only -');
    await pass(500);
    expect(mode()).toBe('normal a');
  });

  it('looks more often while there is no master', async () => {
    monitor.markDown('a', 'terminated');
    await pass(500);
    expect(waiting.map(({ ms }) => ms)).toEqual([250, 250]);
  });

  it('follows a promotion and never goes back to the old master', async () => {
    answers = { a: refused, b: replica() };
    await pass(500);
    answers = { a: primary(1), b: primary(2) };
    for (let i = 0; i < 4; i += 1) await pass(500);
    expect(mode()).toBe('normal b');
    expect(monitor.reports().map(({ role }) => role)).toEqual(['fenced', 'primary']);
    answers['b'] = silence;
    for (let i = 0; i < 4; i += 1) await pass(500);
    expect([mode(), monitor.mode.reason, monitor.mode.epoch]).toEqual(['read_only -', 'fenced_primary', 2]);
  });

  it('has nobody as master when one timeline has two', async () => {
    answers = { a: primary(1), b: primary(1) };
    await pass(500);
    expect([mode(), monitor.mode.reason]).toEqual(['read_only -', 'split_primaries']);
  });

  it('refuses changes while the disk is full, and keeps the master', () => {
    monitor.setDiskFull(true);
    expect([mode(), monitor.mode.reason]).toEqual(['read_only a', 'disk_full']);
    monitor.setDiskFull(false);
    expect(mode()).toBe('normal a');
  });

  it('measures a cut-off replica against the master, whatever it says itself', async () => {
    answers['a'] = { ...primary(), receivedLsn: 300n };
    for (let i = 0; i < 6; i += 1) await pass(500);
    expect(monitor.reports()[1]).toMatchObject({ lagBytes: 200, lagMs: expect.any(Number) });
    expect(monitor.reports()[1]?.lagMs).toBeGreaterThan(1_500);
  });

  it('says down when nobody answers', async () => {
    answers = {};
    for (let i = 0; i < 3; i += 1) await pass(500);
    expect([mode(), monitor.mode.reason]).toEqual(['down -', 'no_node']);
  });

  it('stops asking', async () => {
    monitor.stop();
    expect(waiting).toEqual([]);
  });
});
