import type { Metrics } from '@countersign/observability';
import type { Database } from '../../platform/database.ts';

const MODES = ['normal', 'read_only', 'down'] as const;

/** Keeps the metrics of the database true; they are computed when somebody asks for them. */
export function observeDatabase(database: Database, metrics: Metrics): void {
  const mode = metrics.gauge({
    name: 'countersign_database_mode',
    help: '1 for the mode that the database is in.',
    labels: ['mode'],
  });
  const primary = metrics.gauge({ name: 'countersign_database_primary_up', help: '1 while there is a master.' });
  const timeline = metrics.gauge({ name: 'countersign_database_timeline', help: 'Highest timeline ever seen.' });
  const lag = metrics.gauge({
    name: 'countersign_database_replay_lag_seconds',
    help: 'How far a replica is behind the master.',
    labels: ['node'],
  });
  const fenced = metrics.gauge({
    name: 'countersign_database_fenced_nodes',
    help: 'Servers that take writes but are not the master.',
  });
  const collect = (): void => {
    const now = database.mode();
    for (const each of MODES) mode.set({ mode: each }, now.kind === each ? 1 : 0);
    primary.set(now.primary === undefined ? 0 : 1);
    timeline.set(now.epoch);
    lag.reset();
    for (const { address, role, lagMs } of database.nodes()) {
      if (role === 'replica') lag.set({ node: address.name }, lagMs / 1_000);
    }
    fenced.set(database.nodes().filter(({ role }) => role === 'fenced').length);
  };
  Object.assign(mode, { collect });
}
