import { describe, expect, it } from '@jest/globals';
import type { DatabaseMode, NodeReport } from '../../../platform/database.ts';
import { promotionFacts, type PromotionSituation } from './promotion-facts.ts';

const NOW = 1_000_000;

function node(name: string, over: Partial<NodeReport> & { at?: bigint; isReplica?: boolean } = {}): NodeReport {
  const { at = 1_000n, isReplica = true, ...rest } = over;
  const facts = {
    isInRecovery: isReplica,
    timeline: isReplica ? 0 : 1,
    receivedLsn: at,
    replayedLsn: at,
    replayDelayMs: 0,
  };
  return {
    address: { name, host: 'db.example', port: 5432 },
    facts,
    lastFacts: facts,
    failedProbes: 0,
    lastContactAt: NOW - 100,
    problem: '',
    role: isReplica ? 'replica' : 'primary',
    lagBytes: 0,
    lagMs: 0,
    ...rest,
  };
}

const down = (name: string, over: Parameters<typeof node>[1] = {}): NodeReport =>
  node(name, { ...over, facts: undefined, role: 'down', lastContactAt: NOW - 4_200, problem: 'connection refused' });

const away: DatabaseMode = {
  kind: 'read_only',
  reason: 'no_primary',
  since: NOW - 5_000,
  epoch: 1,
  primary: undefined,
};

function factsOf(nodes: readonly NodeReport[], over: Partial<PromotionSituation> = {}) {
  const target = nodes[0] as NodeReport;
  return promotionFacts({ target, nodes, servers: [], mode: away, writable: new Set(), now: NOW, ...over });
}

describe('promotionFacts', () => {
  it('lets a replica that has everything take the place of a dead master, and says what is known', () => {
    const found = factsOf([node('pg-2'), down('pg-1', { isReplica: false })]);
    expect([found.impossible, found.risky, found.lostBytes]).toEqual([[], [], 0]);
    expect(found.facts.join('\n')).toContain('no master for 5.0 s (no primary)');
    expect(found.facts.join('\n')).toContain('pg-1 (db.example:5432) is down, last answered 4.2 s ago');
  });

  it('warns of what the dead master had and the chosen one has not, from its own last probe or that of another server', () => {
    const seen = factsOf([node('pg-2'), down('pg-1', { isReplica: false, at: 1_500n })]);
    expect(seen).toMatchObject({ lostBytes: 500, risky: [expect.stringContaining('--accept-data-loss')] });
    const heard = { name: 'mfa-1', primaryLsn: '1700' } as PromotionSituation['servers'][number];
    const odd = { name: 'mfa-9', primaryLsn: 'x' } as PromotionSituation['servers'][number];
    expect(factsOf([node('pg-2')], { servers: [heard, odd] }).lostBytes).toBe(700);
  });

  it('warns of a replica that has more, and of one that cannot be asked', () => {
    expect(factsOf([node('pg-2'), node('pg-3', { at: 2_000n })]).risky[0]).toContain('pg-3 has received more');
    expect(factsOf([node('pg-2'), down('pg-3')]).risky[0]).toContain('pg-3 does not answer');
  });

  it('warns of a master that still takes writes', () => {
    const found = factsOf([node('pg-2'), node('pg-1', { isReplica: false })], { writable: new Set(['pg-1']) });
    expect(found.risky[0]).toContain('pg-1 answers and takes writes');
  });

  it('never promotes the master, a dead server, or an old master', () => {
    const normal: DatabaseMode = { ...away, kind: 'normal', reason: '', primary: 'pg-1' };
    const primary = node('pg-1', { isReplica: false });
    expect(factsOf([primary], { mode: normal }).impossible).toEqual(['pg-1 is the master already.']);
    expect(factsOf([down('pg-2')]).impossible[0]).toContain('connection refused');
    expect(factsOf([node('pg-1', { isReplica: false, role: 'fenced' })]).impossible[0]).toContain('rejoin it');
  });
});
