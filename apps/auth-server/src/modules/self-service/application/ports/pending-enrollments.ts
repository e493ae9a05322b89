/** DI token of the {@link PendingEnrollments}. */
export const PENDING_ENROLLMENTS = Symbol('PENDING_ENROLLMENTS');

/** What can be begun in one step and proved in another. */
export const PENDING_KINDS = ['phone', 'totp', 'passkey'] as const;

/** See {@link PENDING_KINDS}. */
export type PendingKind = (typeof PENDING_KINDS)[number];

/** A method that waits for its proof. It counts for nothing, and ends by itself. */
export interface PendingEnrollment {
  /** A UUID, which becomes the id of the authenticator. */
  readonly id: string;
  readonly userId: string;
  readonly kind: PendingKind;
  readonly expiresAt: number;
  /** Seed, challenge or hash of a code among them: sealed where they are kept. */
  readonly facts: Readonly<Record<string, string>>;
}

/** Unproved methods, one of a kind for each user; outside Postgres, so that nothing is stored with the user. */
export interface PendingEnrollments {
  find(userId: string, kind: PendingKind): Promise<PendingEnrollment | undefined>;
  /** Takes the place of an earlier one. */
  put(pending: PendingEnrollment, now: number): Promise<void>;
  /** Keeps an earlier one if there is one. @returns the one that is kept */
  putIfNone(pending: PendingEnrollment, now: number): Promise<PendingEnrollment>;
  remove(pending: Pick<PendingEnrollment, 'userId' | 'kind'>): Promise<void>;
  /** Counts one try. @returns how many there were within the time, this one included */
  countTry(userId: string, purpose: string, windowSeconds: number): Promise<number>;
}
