import { DELIVERY_TIME_CLASSES, type JournalBacklog } from '../../journal/index.ts';
import type {
  CountedLabel,
  Enrollment,
  Expiry,
  ExpirySource,
  SecurityNumbers,
  StatisticsReader,
} from './ports/statistics-reader.ts';

/** How many were let in and how many were refused. */
export interface Results {
  readonly accepted: number;
  readonly rejected: number;
}

/** One channel over the last day. */
export interface ChannelHealth {
  readonly channel: string;
  readonly sent: number;
  readonly failed: number;
  /** Upper bound of the class that the 95th of 100 messages fell into; 0: nothing was sent. */
  readonly p95Milliseconds: number;
}

/** The state of the installation at a glance. */
export interface Status {
  readonly now: number;
  readonly signIns: readonly (Results & { readonly hour: number })[];
  readonly lastHour: Results;
  readonly lastWeek: Results;
  readonly denials: readonly { readonly label: string; readonly count: number }[];
  readonly methods: readonly { readonly label: string; readonly count: number }[];
  readonly deliveries: readonly ChannelHealth[];
  readonly applications: readonly (Results & { readonly name: string })[];
  readonly enrollment: Enrollment;
  readonly security: SecurityNumbers;
  readonly expiries: readonly Expiry[];
  readonly waitingEntries: number;
}

/** What {@link GetStatus} needs. */
export interface GetStatusDependencies {
  readonly reader: StatisticsReader;
  readonly expiries: ExpirySource;
  readonly backlog: Pick<JournalBacklog, 'count'>;
  readonly clock: { now(): number };
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const HOURS_SHOWN = 24;
const MOST_LABELS = 8;
const MOST_APPLICATIONS = 20;
const MOST_WAITING = 1_000;
/** Counting a million users is not done for every look at the page. */
const ENROLLMENT_LASTS = 60_000;

/** Computes what the status page shows, from counters: never from the journal's rows. */
export class GetStatus {
  readonly #needs: GetStatusDependencies;
  #enrollment: { readonly until: number; readonly value: Promise<Enrollment> } | undefined;

  constructor(dependencies: GetStatusDependencies) {
    this.#needs = dependencies;
  }

  async execute(): Promise<Status> {
    const { reader, expiries, backlog, clock } = this.#needs;
    const now = clock.now();
    const end = now + 1;
    const [signIns, hours, week, denials, methods, deliveries, times] = await Promise.all([
      reader.sums('sign_in', now - DAY, end),
      reader.hours('sign_in', hourOf(now) - (HOURS_SHOWN - 1) * HOUR, end),
      reader.sums('sign_in', now - 7 * DAY, end),
      reader.sums('denial', now - 7 * DAY, end),
      reader.sums('method', now - 30 * DAY, end),
      reader.sums('delivery', now - DAY, end),
      reader.sums('delivery_time', now - DAY, end),
    ]);
    const byHour = filledHours(hours, now);
    return {
      now,
      signIns: byHour,
      lastHour: resultsOf(hours.filter(({ hour }) => hour > now - 2 * HOUR)),
      lastWeek: resultsOf(week),
      denials: topLabels(denials),
      methods: topLabels(methods),
      deliveries: channels(deliveries, times),
      applications: applications(signIns),
      enrollment: await this.#enrollmentAt(now),
      security: await reader.security(now),
      expiries: await expiries.list(),
      waitingEntries: await backlog.count(MOST_WAITING).catch(() => 0),
    };
  }

  async #enrollmentAt(now: number): Promise<Enrollment> {
    if (this.#enrollment === undefined || this.#enrollment.until <= now) {
      const value = this.#needs.reader.enrollment();
      this.#enrollment = { until: now + ENROLLMENT_LASTS, value };
      value.catch(() => (this.#enrollment = undefined));
    }
    return await this.#enrollment.value;
  }
}

function hourOf(instant: number): number {
  return Math.floor(instant / HOUR) * HOUR;
}

function resultsOf(counted: readonly { readonly label: string; readonly count: number }[]): Results {
  const sum = (label: string): number =>
    counted.reduce((total, one) => total + (one.label === label ? one.count : 0), 0);
  return { accepted: sum('accepted'), rejected: sum('rejected') };
}

/** Hours without any sign-in are there too. */
function filledHours(
  counted: readonly { readonly hour: number; readonly label: string; readonly count: number }[],
  now: number,
): Status['signIns'] {
  return Array.from({ length: HOURS_SHOWN }, (_, index) => {
    const hour = hourOf(now) - (HOURS_SHOWN - 1 - index) * HOUR;
    return { hour, ...resultsOf(counted.filter((one) => one.hour === hour)) };
  });
}

function topLabels(counted: readonly CountedLabel[]): Status['denials'] {
  const sums = new Map<string, number>();
  for (const { label, count } of counted) sums.set(label, (sums.get(label) ?? 0) + count);
  return [...sums]
    .map(([label, count]) => ({ label, count }))
    .toSorted((one, other) => other.count - one.count || one.label.localeCompare(other.label))
    .slice(0, MOST_LABELS);
}

function applications(counted: readonly CountedLabel[]): Status['applications'] {
  const names = [...new Set(counted.map(({ part }) => part))];
  return names
    .map((name) => ({ name, ...resultsOf(counted.filter(({ part }) => part === name)) }))
    .toSorted((one, other) => other.accepted + other.rejected - one.accepted - one.rejected)
    .slice(0, MOST_APPLICATIONS);
}

function channels(counted: readonly CountedLabel[], times: readonly CountedLabel[]): readonly ChannelHealth[] {
  const names = [...new Set(counted.map(({ part }) => part))].toSorted();
  return names.map((channel) => {
    const ofChannel = counted.filter(({ part }) => part === channel);
    const sum = (label: string): number =>
      ofChannel.reduce((total, one) => total + (one.label === label ? one.count : 0), 0);
    const p95Milliseconds = p95Of(times.filter(({ part }) => part === channel));
    return { channel, sent: sum('sent'), failed: sum('failed'), p95Milliseconds };
  });
}

function p95Of(times: readonly CountedLabel[]): number {
  const total = times.reduce((sum, { count }) => sum + count, 0);
  let seen = 0;
  for (const bound of DELIVERY_TIME_CLASSES) {
    seen += times.find(({ label }) => label === String(bound))?.count ?? 0;
    if (total > 0 && seen >= total * 0.95) return bound;
  }
  return 0;
}
