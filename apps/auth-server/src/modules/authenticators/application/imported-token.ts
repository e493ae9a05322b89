import type { SecretBytes } from '@countersign/errors';
import type { OathAlgorithm } from '@countersign/domain';

/** A generator of one-time passwords as a file of a manufacturer describes it. */
export interface ImportedToken {
  readonly kind: 'totp' | 'hotp';
  readonly serialNumber: string;
  readonly secret: SecretBytes;
  readonly algorithm: OathAlgorithm;
  readonly digits: 6 | 8;
  /** Seconds of a time step; for an event-based generator 30, and not used. */
  readonly periodSeconds: 30 | 60;
  /** The next counter of an event-based generator. */
  readonly counter: number;
  /** Time steps by which the clock of the device was off. */
  readonly driftSteps: number;
  readonly manufacturer: string;
  readonly model: string;
}

/** One token of an import file, or why it cannot be taken. */
export interface ImportLine {
  /** Where the token begins in the file, counted from 1. */
  readonly line: number;
  readonly serialNumber: string;
  readonly kind: string;
  /** Empty: the file names no user. */
  readonly userName: string;
  /** Present exactly when there is no problem. */
  readonly token?: ImportedToken;
  /** A sentence that says what is wrong with this line. */
  readonly problem?: string;
}
