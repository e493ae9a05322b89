import type { DatabaseMode, NodeReport } from '../../../platform/database.ts';
import type { ServerEntry } from './ports/server-directory.ts';

/** What is known before a promotion, and what speaks against it. */
export interface PromotionFacts {
  /** Sentences for the operator. */
  readonly facts: readonly string[];
  /** Octets of the log that the chosen copy never got, as far as anybody knows. */
  readonly lostBytes: number;
  /** Speaks against it whatever the operator accepts. */
  readonly impossible: readonly string[];
  /** Speaks against it unless the operator accepts the loss of data. */
  readonly risky: readonly string[];
}

/** What the decision looks at. */
export interface PromotionSituation {
  readonly target: NodeReport;
  readonly nodes: readonly NodeReport[];
  /** What all servers last said, this one included. */
  readonly servers: readonly ServerEntry[];
  readonly mode: DatabaseMode;
  /** Nodes that answered just now and take writes. */
  readonly writable: ReadonlySet<string>;
  readonly now: number;
}

/** The facts of a promotion, from what the probes and the servers last said. */
export function promotionFacts(situation: PromotionSituation): PromotionFacts {
  const { target, nodes, mode, now } = situation;
  const lostBytes = lostBy(situation);
  const { name } = target.address;
  const loss =
    lostBytes === 0
      ? `${name} has everything that is known to have been written.`
      : `${name} lacks ${lostBytes} bytes of the log: changes of that time would be lost.`;
  return {
    facts: [modeSentence(mode, now), ...nodes.map((node) => nodeSentence(node, now)), loss],
    lostBytes,
    impossible: impossibilities(situation),
    risky: risks(situation, lostBytes),
  };
}

function impossibilities({ target, mode, writable }: PromotionSituation): string[] {
  const { name } = target.address;
  if (mode.kind === 'normal' && mode.primary === name) return [`${name} is the master already.`];
  if (target.facts === undefined) return [`${name} does not answer: ${target.problem}`];
  if (target.facts.isInRecovery && !writable.has(name)) return [];
  return [`${name} is an old master on a timeline that is over: rejoin it instead.`];
}

function risks({ target, nodes, writable }: PromotionSituation, lostBytes: number): string[] {
  const others = nodes.filter((node) => node !== target);
  const { name } = target.address;
  return [
    ...others
      .filter(({ address }) => writable.has(address.name))
      .map((node) => `${node.address.name} answers and takes writes. Stop it first: what it takes after this is lost.`),
    ...others
      .filter(({ facts }) => facts?.isInRecovery === true && facts.receivedLsn > receivedBy(target))
      .map((node) => `${node.address.name} has received more than ${name}: promote that one.`),
    ...others
      .filter(mayBeNewer)
      .map((node) => `${node.address.name} does not answer: it may have received more than ${name}.`),
    ...(lostBytes > 0 ? ['Changes would be lost; say --accept-data-loss to go on without them.'] : []),
  ];
}

/** A server that is away and was no primary when it was last seen; an old primary is what the promotion is about. */
function mayBeNewer({ facts, lastFacts }: NodeReport): boolean {
  return facts === undefined && lastFacts?.isInRecovery === true;
}

function lostBy({ target, nodes, servers }: PromotionSituation): number {
  const said = servers.map(({ primaryLsn }) => (/^\d+$/.test(primaryLsn) ? BigInt(primaryLsn) : 0n));
  const seen = nodes
    .filter((node) => node !== target)
    .map(({ facts, lastFacts }) => (facts ?? lastFacts)?.receivedLsn ?? 0n);
  const newest = [...said, ...seen].reduce((most, position) => (position > most ? position : most), 0n);
  const missing = newest - receivedBy(target);
  return missing > 0n ? Number(missing) : 0;
}

function receivedBy(node: NodeReport): bigint {
  return node.facts?.receivedLsn ?? 0n;
}

function modeSentence({ kind, reason, primary, since, epoch }: DatabaseMode, now: number): string {
  if (kind === 'normal') return `${primary ?? ''} is the master, on timeline ${epoch}.`;
  return `There has been no master for ${seconds(now - since)} (${reason.replaceAll('_', ' ')}); the newest timeline is ${epoch}.`;
}

function nodeSentence(node: NodeReport, now: number): string {
  const { name, host, port } = node.address;
  const seen =
    node.lastContactAt === undefined
      ? 'never answered since this server started'
      : `last answered ${seconds(now - node.lastContactAt)} ago`;
  const isReplica = node.role === 'replica' && node.lagBytes !== undefined;
  const lag = isReplica ? `, ${node.lagBytes ?? 0} bytes and ${seconds(node.lagMs)} behind` : '';
  return `${name} (${host}:${port}) is ${node.role}, ${seen}${lag}.`;
}

function seconds(milliseconds: number): string {
  return `${(Math.max(0, milliseconds) / 1000).toFixed(1)} s`;
}
