import type { DatabaseMode } from '../../../outbound/postgres/database-mode.ts';
import type { NodeReport } from '../../../outbound/postgres/node-state.ts';
import type { ServerEntry } from './ports/server-directory.ts';

/** What is known before a promotion, and what speaks against it. */
export interface PromotionFacts {
  /** Sentences for the operator. */
  readonly facts: readonly string[];
  readonly refusals: readonly string[];
  /** Octets of the old master's log that the chosen copy never got, as far as anybody knows. */
  readonly lostBytes: number;
}

/** What the decision looks at. */
export interface PromotionSituation {
  readonly target: NodeReport;
  readonly nodes: readonly NodeReport[];
  readonly servers: readonly ServerEntry[];
  readonly mode: DatabaseMode;
  readonly now: number;
}

/** The facts of a promotion, from what the probes and the servers last said. */
export function promotionFacts(situation: PromotionSituation): PromotionFacts {
  const { target, nodes, mode } = situation;
  const lostBytes = lostBy(situation);
  const ahead = nodes.find(
    (node) => node !== target && receivedBy(node) > receivedBy(target) && node.role === 'replica',
  );
  const facts = [
    `The mode is ${mode.kind.replace('_', '-')}${mode.reason === '' ? '' : ` (${mode.reason.replaceAll('_', ' ')})`}.`,
    ...nodes.map((node) => sentenceAbout(node, situation.now)),
    lostBytes === 0
      ? `${target.address.name} has everything that the old master is known to have written.`
      : `${target.address.name} lacks ${lostBytes} bytes of the old master's log: changes of that time would be lost.`,
  ];
  return { facts, refusals: refusalsOf(situation, lostBytes, ahead), lostBytes };
}

function refusalsOf({ target, nodes, mode }: PromotionSituation, lostBytes: number, ahead: NodeReport | undefined) {
  const refusals: string[] = [];
  const name = target.address.name;
  if (target.role === 'primary') refusals.push(`${name} is the master already.`);
  if (target.role === 'down') refusals.push(`${name} does not answer: ${target.problem}`);
  if (target.role === 'fenced')
    refusals.push(`${name} is an old master on a timeline that is over; rejoin it instead.`);
  if (mode.kind === 'normal' && mode.primary !== name) {
    refusals.push(`The master ${mode.primary ?? ''} answers. Stop it first: two masters would take different changes.`);
  }
  const living = nodes.find((node) => node !== target && node.facts?.isInRecovery === false && node.role === 'primary');
  if (living !== undefined && mode.kind !== 'normal') refusals.push(`${living.address.name} still takes writes.`);
  if (ahead !== undefined) refusals.push(`${ahead.address.name} has received more: promote that one.`);
  if (lostBytes > 0) refusals.push('Changes would be lost; say --accept-data-loss to go on without them.');
  return refusals;
}

function lostBy({ target, servers }: PromotionSituation): number {
  let newest = 0n;
  for (const { primaryLsn } of servers) {
    const lsn = /^\d+$/.test(primaryLsn) ? BigInt(primaryLsn) : 0n;
    if (lsn > newest) newest = lsn;
  }
  const missing = newest - receivedBy(target);
  return missing > 0n ? Number(missing) : 0;
}

function receivedBy(node: NodeReport): bigint {
  return node.facts?.receivedLsn ?? 0n;
}

function sentenceAbout(node: NodeReport, now: number): string {
  const { name, host, port } = node.address;
  const seen =
    node.lastContactAt === undefined
      ? 'never answered since this server started'
      : `last answered ${((now - node.lastContactAt) / 1000).toFixed(1)} s ago`;
  const lag = node.lagBytes === undefined || node.role !== 'replica' ? '' : `, ${node.lagBytes} bytes behind`;
  return `${name} (${host}:${port}) is ${node.role}, ${seen}${lag}.`;
}
