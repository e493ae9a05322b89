import type { SecretBytes } from '@countersign/errors';
import type { Authenticator } from '../authenticators/authenticator.ts';
import type { Method } from '../authenticators/method.ts';
import type { CanonicalUserName } from './canonical-user-name.ts';

/** A language that every text for people exists in. */
export type Language = 'en' | 'fr';

/** The original kept a language per channel; so do we. Absent: the company default. */
export type ChannelLanguages = Readonly<Partial<Record<'call' | 'text' | 'app' | 'oath', Language>>>;

/** Where a user's PIN stands. The hash is a PHC string (argon2id over the peppered PIN). */
export interface PinState {
  readonly hash: string | undefined;
  readonly isChangeRequired: boolean;
  /** Milliseconds since 1970; absent: the PIN does not expire. */
  readonly expiresAt: number | undefined;
}

/** Who somebody is to other people. */
export interface UserContact {
  readonly firstName: string;
  readonly lastName: string;
  readonly mail: string;
}

/**
 * What a sign-in needs to know of a user: read from the nearest Postgres copy, kept for a short while in memory.
 * `version` grows with every security-relevant change; Redis holds the least version that may still be used.
 */
export interface User {
  readonly id: string;
  readonly version: number;
  readonly userName: CanonicalUserName;
  /** The name that the directory knows this user by, if it is not the user name. */
  readonly directoryName: string | undefined;
  /** For the journal, where the settings want it there; empty: not known. */
  readonly contact: UserContact;
  readonly isEnabled: boolean;
  readonly groups: readonly string[];
  readonly languages: ChannelLanguages;
  readonly defaultMethod: Method | undefined;
  /** PHC string of the local password (argon2id over the peppered password). */
  readonly passwordHash: string | undefined;
  readonly pin: PinState;
  /** Whether OATH codes are entered as PIN followed by code. */
  readonly isOathPinMode: boolean;
  readonly authenticators: readonly Authenticator[];
}

/** A credential as a claimant typed it; never printed. */
export type Credential = SecretBytes;
