import type { Metrics } from '@countersign/observability';
import type { Decision } from '../../application/ports/decision.ts';

/** Counts decisions by outcome, reason and method: closed sets, never a name. */
export function decisionCounter(metrics: Metrics): (decision: Decision) => void {
  const counter = metrics.counter({
    name: 'countersign_authentications_total',
    help: 'Steps of authentications that were decided here',
    labels: ['outcome', 'reason', 'method'],
  });
  return ({ outcome, reason, method }) => counter.inc({ outcome, reason, method });
}
