import type { Json } from '../../journal/index.ts';
import { detailsOf, textOf } from './attempt.ts';
import type { PlacedEntry } from './ports/attempt-reader.ts';

/** What a step of the story is about. */
export type TimelineSubject =
  | 'packet_received'
  | 'answer_received'
  | 'user'
  | 'password'
  | 'pin'
  | 'text_message'
  | 'message_delivery'
  | 'answer'
  | 'second_factor'
  | 'challenge'
  | 'reply';

/** One line of the story of a sign-in. */
export interface TimelineStep {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly what: TimelineSubject;
  readonly result: string;
  /** Milliseconds; 0: not measured. */
  readonly took: number;
  readonly facts: Readonly<Record<string, string>>;
  readonly sequence: number;
}

type Details = Readonly<Record<string, Json>>;
/** What one packet led to. */
interface Packet {
  readonly entry: PlacedEntry;
  readonly details: Details;
  readonly arrivedAt: number;
  readonly decidedAt: number;
}

/** The words of the claimant's way, which the entries of the journal need to be in: `packet` first, `reply` last. */
export function timelineOf(entries: readonly PlacedEntry[]): readonly TimelineStep[] {
  const steps = entries.flatMap((entry) => {
    if (entry.kind === 'authentication') return stepsOfPacket(entry);
    return entry.kind === 'delivery' ? [delivery(entry)] : [];
  });
  // Stable: steps of one instant stay in the order of what led to what.
  return steps.toSorted((one, other) => one.at - other.at);
}

function stepsOfPacket(entry: PlacedEntry): readonly TimelineStep[] {
  const details = detailsOf(entry);
  const trace = traceOf(details);
  // The entry bears the instant at which the shared memory was read, which is after the user was looked up.
  const lookup = trace.find(({ what }) => what === 'user');
  const arrivedAt = entry.occurredAt - Math.round(lookup === undefined ? 0 : lookup.at + lookup.took);
  const took = numberOf(details['took']);
  const packet = { entry, details, arrivedAt, decidedAt: arrivedAt + Math.round(took) };
  return [received(packet), ...traced(packet, trace), ...judged(packet), ...asked(packet), reply(packet, took)];
}

function received({ entry, details, arrivedAt }: Packet): TimelineStep {
  const facts = {
    gateway: textOf(details['gateway']),
    nasAddress: textOf(details['nasAddress']),
    nasIdentifier: textOf(details['nasIdentifier']),
    application: entry.relyingParty,
    callingStation: textOf(details['callingStation']),
    clientAddress: entry.clientAddress,
    server: entry.server,
  };
  const what = details['step'] === 'answer' ? 'answer_received' : 'packet_received';
  return step(entry, arrivedAt, what, 'received', facts);
}

interface Traced {
  readonly what: string;
  readonly result: string;
  readonly at: number;
  readonly took: number;
}

const TRACED_SUBJECTS: readonly string[] = ['user', 'password', 'pin', 'text_message'] satisfies TimelineSubject[];

function traced({ entry, details, arrivedAt }: Packet, trace: readonly Traced[]): readonly TimelineStep[] {
  return trace.map(({ what, result, at, took }) => {
    const facts: Record<string, string> = what === 'user' ? { userName: entry.userName } : {};
    if (what === 'password') facts['source'] = textOf(details['passwordSource']);
    if (what === 'password' && result !== 'password_verified') facts['detail'] = textOf(details['detail']);
    return { ...step(entry, arrivedAt + Math.round(at + took), what as TimelineSubject, result, facts), took };
  });
}

/** What became of the second factor: right, refused, or not asked for. */
function judged({ entry, details, decidedAt }: Packet): readonly TimelineStep[] {
  const method = textOf(details['method']);
  const basis = textOf(details['basis']);
  if (entry.outcome === 'accepted') {
    const result = basis === 'second_factor' ? 'accepted' : basis;
    return [step(entry, decidedAt, 'second_factor', result, { method })];
  }
  if (entry.reason === '') return [];
  return [step(entry, decidedAt, 'answer', entry.reason, { method })];
}

function asked({ entry, details, decidedAt }: Packet): readonly TimelineStep[] {
  const methods = details['asked'];
  if (!isList(methods)) return [];
  const facts = {
    method: textOf(details['method']),
    methods: methods.map(textOf).join(' '),
    attemptsLeft: String(numberOf(details['attemptsLeft'])),
    expiresAt: instantText(details['expiresAt']),
    round: String(numberOf(details['round'])),
  };
  return [step(entry, decidedAt, 'challenge', 'shown', facts)];
}

function reply({ entry, details, decidedAt }: Packet, took: number): TimelineStep {
  const facts = { gateway: textOf(details['gateway']), nasAddress: textOf(details['nasAddress']) };
  return { ...step(entry, decidedAt, 'reply', entry.outcome, facts), took };
}

function delivery(entry: PlacedEntry): TimelineStep {
  const details = detailsOf(entry);
  const reportedAt = numberOf(details['reportedAt']) || entry.occurredAt;
  const attempts = details['attempts'];
  const facts = {
    provider: textOf(details['provider']),
    detail: textOf(details['detail']),
    attempts: String(isList(attempts) ? attempts.length : 0),
  };
  const took = Math.max(0, reportedAt - entry.occurredAt);
  return { ...step(entry, reportedAt, 'message_delivery', entry.outcome, facts), took };
}

function step(
  { sequence }: PlacedEntry,
  at: number,
  what: TimelineSubject,
  result: string,
  facts: Readonly<Record<string, string>>,
): TimelineStep {
  const known = Object.entries(facts).filter(([, value]) => value !== '');
  return { at, what, result, took: 0, facts: Object.fromEntries(known), sequence };
}

/** Entries of earlier releases have no trace. */
function traceOf({ trace }: Details): readonly Traced[] {
  if (!isList(trace)) return [];
  return trace.flatMap((one) => {
    if (typeof one !== 'object' || one === null || isList(one)) return [];
    const { what, result, at, took } = one as Record<string, Json>;
    if (!TRACED_SUBJECTS.includes(textOf(what))) return [];
    return [{ what: textOf(what), result: textOf(result), at: numberOf(at), took: numberOf(took) }];
  });
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function numberOf(value: Json | undefined): number {
  return typeof value === 'number' ? value : 0;
}

function instantText(value: Json | undefined): string {
  return typeof value === 'number' ? new Date(value).toISOString() : '';
}
