import type { Json } from './journal-event.ts';

/** What an entry says, with every optional field as text that may be empty. */
export interface JournalFields {
  readonly eventId: string;
  /** Milliseconds since 1970. */
  readonly occurredAt: number;
  readonly kind: string;
  /** A UUID; undefined: of nobody that we know. */
  readonly userId: string | undefined;
  readonly userName: string;
  readonly outcome: string;
  readonly reason: string;
  readonly relyingParty: string;
  readonly server: string;
  readonly clientAddress: string;
  readonly authenticationId: string;
  readonly details: Json;
}

/** An entry in its place in the chain. */
export interface JournalRow extends JournalFields {
  /** From 1, without gaps. */
  readonly sequence: number;
  readonly previousHash: Buffer;
  readonly hash: Buffer;
}

/** An end of the chain. */
export interface ChainHead {
  /** 0: the chain is empty. */
  readonly sequence: number;
  readonly hash: Buffer;
}
