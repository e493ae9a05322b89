import type { Directory } from '../../application/ports/directory.ts';
import type { PasswordAnswer } from '../../application/ports/password-verifier.ts';

/** Stands where no directory is configured: nobody's password can be checked there. */
export class NoDirectory implements Directory {
  async checkPassword(): Promise<PasswordAnswer> {
    return { kind: 'unavailable', detail: 'no directory is configured: set DIRECTORY_SERVERS_FILE' };
  }

  async pretend(): Promise<void> {}

  status() {
    return [];
  }
}
