import type { Measurement } from './measured-run.ts';

const DATABASE = /^pg-/;
const NOT_OURS = /^inbox/;

/** One line of the report. */
export interface ReportRow {
  readonly scenario: string;
  readonly measurement: Measurement;
}

/** The report as a Markdown table; CPU is in microseconds per sign-in. */
export function reportOf(rows: readonly ReportRow[]): string {
  const head = [
    'scenario',
    'sign-ins/s',
    'accepted',
    'rejected',
    'lost',
    'p50 ms',
    'p95 ms',
    'p99 ms',
    'CPU µs: our processes + Redis',
    'gateways',
    'auth-servers',
    'Redis',
    'Postgres',
    'memory MiB (all)',
  ];
  const lines = rows.map(rowOf);
  return [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** The memory of each process (proportional set size) after the last run, as a Markdown table. */
export function memoryOf(rows: readonly ReportRow[]): string {
  const memory = [...(rows.at(-1)?.measurement.memoryMib ?? [])];
  const lines = memory.map(([name, mib]) => `| ${name} | ${mib.toFixed(0)} |`);
  return ['| process | MiB |', '| --- | --- |', ...lines].join('\n');
}

function rowOf({ scenario, measurement }: ReportRow): readonly string[] {
  const { load, cpuPerSignIn, memoryMib } = measurement;
  const answered = load.accepted + load.rejected + load.challenged;
  const [p50, p95, p99] = load.latencies.percentiles(0.5, 0.95, 0.99);
  const cpu = (isCounted: (name: string) => boolean) => sumOf(cpuPerSignIn, isCounted).toFixed(1);
  return [
    scenario,
    (answered / load.seconds).toFixed(0),
    String(load.accepted),
    String(load.rejected),
    String(load.lost),
    ...[p50, p95, p99].map((value) => (value ?? Number.NaN).toFixed(1)),
    cpu((name) => !DATABASE.test(name) && !NOT_OURS.test(name)),
    cpu((name) => name.startsWith('radius')),
    cpu((name) => name.startsWith('mfa')),
    cpu((name) => name === 'redis'),
    cpu((name) => DATABASE.test(name)),
    sumOf(memoryMib, () => true).toFixed(0),
  ];
}

function sumOf(values: ReadonlyMap<string, number>, isCounted: (name: string) => boolean): number {
  let sum = 0;
  for (const [name, value] of values) if (isCounted(name)) sum += value;
  return sum;
}
