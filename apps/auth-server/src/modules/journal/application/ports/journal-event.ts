/** A value that survives JSON. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** What an entry of the journal is about. */
export const JOURNAL_KINDS = [
  'authentication',
  'change',
  'delivery',
  'block',
  'bypass',
  'lockout',
  'server',
  'accounting',
] as const;

/** See {@link JOURNAL_KINDS}. */
export type JournalKind = (typeof JOURNAL_KINDS)[number];

/** "This wasn't me": what a user reports, for administrators to look at. */
export interface FraudReported {
  readonly type: 'fraud_reported';
  readonly reportId: string;
  readonly userId: string;
  readonly channel: string;
  readonly relyingParty: string;
  readonly clientAddress: string;
  readonly authenticationId: string;
  readonly note: string;
  readonly isAutoBlocked: boolean;
}

/**
 * A fact that was enforced in Redis and is carried to Postgres by the drain, in the transaction of the journal row.
 * Floors only rise, whatever the order of the events. Instants are milliseconds since 1970; null clears.
 */
export type Projection =
  | {
      readonly type: 'otp_accepted';
      readonly authenticatorId: string;
      /** Time step or counter. */
      readonly value: number;
      readonly driftSteps?: number;
    }
  | { readonly type: 'recovery_code_used'; readonly codeId: string }
  | FraudReported
  | {
      readonly type: 'standing';
      readonly userId: string;
      readonly lockedUntil?: number | null;
      readonly blockedUntil?: number | null;
      readonly blockReason?: string | null;
      readonly bypassId?: string | null;
      readonly bypassUntil?: number | null;
    };

/** One entry of the journal before it has its place in the chain. */
export interface JournalEvent {
  /** UUID version 7; the drain takes each id once. */
  readonly eventId: string;
  /** Milliseconds since 1970. */
  readonly occurredAt: number;
  readonly kind: JournalKind;
  readonly userId?: string;
  readonly userName?: string;
  /** Application name. */
  readonly relyingParty?: string;
  /** Instance name of the server that wrote it. */
  readonly server: string;
  readonly clientAddress?: string;
  readonly authenticationId?: string;
  readonly details: Readonly<Record<string, Json>>;
  /** Applied when the outcome is `accepted`. */
  readonly onAccept?: readonly Projection[];
  /** Applied whatever the outcome. */
  readonly always?: readonly Projection[];
}

/** A {@link JournalEvent} with its outcome: the form of `journal_pending` and of the spool. */
export interface DecidedEvent extends JournalEvent {
  /** `accepted`, `rejected`, `done`, `failed` and the like. */
  readonly outcome: string;
  /** Empty: none. */
  readonly reason: string;
  /** Set only when this event locked the user. */
  readonly lockedUntil?: number;
}
