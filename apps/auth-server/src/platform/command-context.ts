import type { Principal } from './principal.ts';
import type { Json, JournalEvent } from '../modules/journal/application/ports/journal-event.ts';

export type { Json } from '../modules/journal/application/ports/journal-event.ts';

/** Who asks for a change, when, and under which key a repeat is recognised. Made by the inbound edge. */
export interface CommandContext {
  /** Calling service and instance, then the operator if there is one: `cli/ops-1 anna`. */
  readonly actor: string;
  /** Whose browser session asks; absent for the operator's command line and for our own processes. */
  readonly principal?: Principal;
  /** A repeat with the same key and the same request gets the stored answer. */
  readonly idempotencyKey?: string;
  /** Hexadecimal SHA-256 of the request; required with the key. */
  readonly requestHash?: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What a change puts into the journal; the unit of work adds event id, time, server, kind and actor. */
export interface ChangeEvent {
  /** What was done, past tense, as in `user_disabled`: becomes the outcome's action in `details`. */
  readonly action: string;
  readonly kind?: JournalEvent['kind'];
  readonly userId?: string;
  readonly userName?: string;
  readonly relyingParty?: string;
  /** Never a secret, a hash or a code. */
  readonly details?: Readonly<Record<string, Json>>;
  readonly always?: JournalEvent['always'];
}
