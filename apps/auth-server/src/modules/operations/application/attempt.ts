import type { Json, JournalFields } from '../../journal/index.ts';
import type { PlacedEntry } from './ports/attempt-reader.ts';

/** One sign-in over all its rounds, as its last entry tells it. Empty text: not known. */
export interface Attempt {
  readonly authenticationId: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly userId: string;
  readonly userName: string;
  readonly relyingParty: string;
  readonly outcome: string;
  readonly reason: string;
  readonly method: string;
  readonly basis: string;
  readonly server: string;
  readonly clientAddress: string;
  readonly callingStation: string;
  /** 0: its last entry still waits for its place in the journal. */
  readonly sequence: number;
}

/** A sign-in by its last entry. */
export function toAttempt(last: PlacedEntry): Attempt {
  const details = detailsOf(last);
  const { startedAt } = details;
  return {
    authenticationId: last.authenticationId,
    startedAt: typeof startedAt === 'number' ? startedAt : last.occurredAt,
    endedAt: last.occurredAt,
    userId: last.userId ?? '',
    userName: last.userName,
    relyingParty: last.relyingParty,
    outcome: last.outcome,
    reason: last.reason,
    method: textOf(details['method']),
    basis: textOf(details['basis']),
    server: last.server,
    clientAddress: last.clientAddress,
    callingStation: textOf(details['callingStation']),
    sequence: last.sequence,
  };
}

/** The details of an entry by their names. */
export function detailsOf({ details }: JournalFields): Readonly<Record<string, Json>> {
  return typeof details === 'object' && details !== null && !Array.isArray(details)
    ? (details as Readonly<Record<string, Json>>)
    : {};
}

/** The value if it is text. */
export function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
