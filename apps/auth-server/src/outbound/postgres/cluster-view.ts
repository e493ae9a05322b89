import type { ModeReason } from './database-mode.ts';
import type { NodeRole, NodeState, ProbeFacts } from './node-state.ts';

/** Who may be written to, judged from the last probes of all nodes. */
export interface ClusterView {
  /** Name of the primary; undefined: nobody may be written to. */
  readonly primary: string | undefined;
  /** Why there is no primary. */
  readonly reason: ModeReason;
  /** The highest timeline seen, now or ever. */
  readonly epoch: number;
  readonly roles: ReadonlyMap<string, NodeRole>;
}

type LiveNode = NodeState & { readonly facts: ProbeFacts };

/**
 * Finds the primary: up, not in recovery, and on the highest timeline ever seen. A timeline begins with a promotion, so an old
 * master that wakes up is on a lower one and is fenced, although it would take writes. Two primaries on one timeline have
 * diverged: neither is written to, because nobody here can tell which one is right.
 */
export function viewCluster(nodes: readonly NodeState[], knownEpoch: number): ClusterView {
  const live = nodes.filter(isLive);
  const writable = live.filter(({ facts }) => !facts.isInRecovery);
  const epoch = Math.max(knownEpoch, ...writable.map(({ facts }) => facts.timeline));
  const candidates = writable.filter(({ facts }) => facts.timeline === epoch);
  const only = candidates.length === 1 ? candidates[0] : undefined;
  const roles = new Map(nodes.map((node) => [node.address.name, roleOf(node, only)] as const));
  const reason = only === undefined ? whyNobody(live.length, writable.length, candidates.length) : '';
  return { primary: only?.address.name, reason, epoch, roles };
}

function roleOf(node: NodeState, primary: NodeState | undefined): NodeRole {
  if (node.facts === undefined) return 'down';
  if (node.facts.isInRecovery) return 'replica';
  return node === primary ? 'primary' : 'fenced';
}

function whyNobody(live: number, writable: number, candidates: number): ModeReason {
  if (live === 0) return 'no_node';
  if (writable === 0) return 'no_primary';
  return candidates === 0 ? 'fenced_primary' : 'split_primaries';
}

function isLive(node: NodeState): node is LiveNode {
  return node.facts !== undefined;
}
