/**
 * What Redis knows of a user at this moment. Everything here is enforced without the master; the journal carries it to
 * Postgres. Instants are milliseconds since 1970, 0 stands for "not set".
 */
export interface LiveFacts {
  /** Changes whenever one of the facts below changes; the commit compares it. */
  readonly revision: number;
  readonly lockedUntil: number;
  readonly passwordThrottledUntil: number;
  readonly blockedUntil: number;
  /** Grows with every lockout, block and change of factors: authentications of an earlier count are dead. */
  readonly revocations: number;
  readonly bypassUntil: number;
  readonly bypassId: string;
  /** Remembered results: scope key to the instant at which it ends. */
  readonly rememberedUntil: ReadonlyMap<string, number>;
  /** Last accepted time step or counter per authenticator, as far as Redis knows one. */
  readonly lastAccepted: ReadonlyMap<string, number>;
  /** A text message of this authentication could not be delivered. */
  readonly hasDeliveryFailed: boolean;
}

/** Nothing is known: the facts of a user whom Redis has never seen. */
export const noLiveFacts: LiveFacts = {
  revision: 0,
  lockedUntil: 0,
  passwordThrottledUntil: 0,
  blockedUntil: 0,
  revocations: 0,
  bypassUntil: 0,
  bypassId: '',
  rememberedUntil: new Map(),
  lastAccepted: new Map(),
  hasDeliveryFailed: false,
};
