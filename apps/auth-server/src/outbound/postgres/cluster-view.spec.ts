import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { viewCluster } from './cluster-view.ts';
import type { NodeState } from './node-state.ts';

type Brief = 'down' | 'replica' | number;

/** `down`, a replica, or a primary on the given timeline. */
function node(name: string, brief: Brief): NodeState {
  const address = { name, host: 'h', port: 1 };
  const common = { address, lastFacts: undefined, failedProbes: 0, lastContactAt: 0, problem: '' };
  if (brief === 'down') return { ...common, facts: undefined };
  const timeline = brief === 'replica' ? 0 : brief;
  const positions = { receivedLsn: 1n, replayedLsn: 1n, replayDelayMs: 0 };
  return { ...common, facts: { isInRecovery: brief === 'replica', timeline, ...positions } };
}

const view = (briefs: readonly Brief[], epoch = 0) =>
  viewCluster(
    briefs.map((brief, index) => node(String.fromCodePoint(97 + index), brief)),
    epoch,
  );

describe('viewCluster', () => {
  it.each<[readonly Brief[], number, string | undefined, string, number]>([
    [[1, 'replica'], 0, 'a', '', 1],
    [['down', 'replica'], 1, undefined, 'no_primary', 1],
    [['down', 'down'], 3, undefined, 'no_node', 3],
    [[1, 2], 1, 'b', '', 2],
    [[1, 'replica'], 2, undefined, 'fenced_primary', 2],
    [[2, 2], 2, undefined, 'split_primaries', 2],
    [[2, 2, 3], 2, 'c', '', 3],
    [['replica', 'replica'], 5, undefined, 'no_primary', 5],
  ])('of %j with epoch %i finds %s (%s)', (briefs, epoch, primary, reason, newEpoch) => {
    expect(view(briefs, epoch)).toMatchObject({ primary, reason, epoch: newEpoch });
  });

  it('calls a writable node that is not the master fenced', () => {
    expect([...view([1, 2, 'replica', 'down']).roles.values()]).toEqual(['fenced', 'primary', 'replica', 'down']);
    expect([...view([2, 2]).roles.values()]).toEqual(['fenced', 'fenced']);
  });

  it('never takes a node below the epoch, never one of two, and never lets the epoch fall', () => {
    const brief = fc.oneof(
      fc.constant('down' as const),
      fc.constant('replica' as const),
      fc.integer({ min: 1, max: 5 }),
    );
    fc.assert(
      fc.property(fc.array(brief, { maxLength: 5 }), fc.integer({ min: 0, max: 6 }), (briefs, epoch) => {
        const { primary, epoch: after } = view(briefs, epoch);
        expect(after).toBeGreaterThanOrEqual(epoch);
        if (primary === undefined) return;
        const chosen = briefs[(primary.codePointAt(0) ?? 0) - 97];
        expect(chosen).toBe(after);
        expect(briefs.filter((each) => each === after)).toHaveLength(1);
      }),
    );
  });
});
