import type { DecidedEvent } from './journal-event.ts';

/** An entry of the stream. */
export interface WaitingEvent {
  /** Its id in the stream; ids rise. */
  readonly streamId: string;
  readonly event: DecidedEvent;
  /** It came through the spool, so it may be here twice. */
  readonly isRepeated: boolean;
}

/** What waits in Redis for its place in the chain. Every method rejects while Redis does not answer. */
export interface WaitingEvents {
  /** Oldest first, those after `streamId`. */
  readAfter(streamId: string, limit: number): Promise<WaitingEvent[]>;
  /** Oldest first, those after `from` and up to `to`, both ids. */
  readBetween(from: string, to: string, limit: number): Promise<WaitingEvent[]>;
  /** Newest first, those after `streamId`. */
  newestAfter(streamId: string, limit: number): Promise<WaitingEvent[]>;
  remove(streamIds: readonly string[]): Promise<void>;
  /** The generation of Redis; empty when it lost everything and is not rebuilt yet. */
  generation(): Promise<string>;
  /** How many entries there are. */
  count(): Promise<number>;
  /** How many there are after `streamId`, at most `limit`. */
  countAfter(streamId: string, limit: number): Promise<number>;
}
