import type { SecretBytes } from '@countersign/errors';
import type { PasswordAnswer } from './password-verifier.ts';

/** DI token of the {@link Directory}. */
export const DIRECTORY = Symbol('DIRECTORY');

/** One server of the directory, as the background probe and the sign-ins last saw it. */
export interface DirectoryServerStatus {
  /** `ldaps://dc1.corp.example:636` */
  readonly url: string;
  readonly isUp: boolean;
  /** In words, while the server is down. */
  readonly problem: string | undefined;
}

/** The directory (Active Directory, OpenLDAP, …) that knows the passwords of its users. */
export interface Directory {
  /** One bind as `name`. Settles, with `unavailable`, at the latest when `signal` aborts. */
  checkPassword(name: string, password: SecretBytes, signal: AbortSignal): Promise<PasswordAnswer>;
  /** Resolves after the time that a refusal by the directory took lately, without asking it anything. */
  pretend(signal: AbortSignal): Promise<void>;
  /** Empty when no directory is configured. */
  status(): readonly DirectoryServerStatus[];
}
