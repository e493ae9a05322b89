import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { SystemRandom } from '@countersign/crypto';
import { SecretBytes } from '@countersign/errors';
import { silentLogger } from '@countersign/observability';
import type { PasswordAnswer } from '../../../application/ports/password-verifier.ts';
import { LdapDirectory } from '../ldap-directory.ts';
import { loadDirectoryConfig } from '../load-directory-config.ts';

let files = 0;

/** Directories made from configuration files as an operator would write them, all stopped by `close`. */
export class DirectoryWorld {
  readonly #folder: string;
  readonly #directories: LdapDirectory[] = [];

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Writes a file that only we can read, and returns its path. */
  file(content: string): string {
    files += 1;
    const file = path.join(this.#folder, `file-${process.pid}-${files}`);
    writeFileSync(file, content, { mode: 0o600 });
    return file;
  }

  directory(config: object): LdapDirectory {
    const directory = new LdapDirectory(
      loadDirectoryConfig(this.file(JSON.stringify(config))),
      silentLogger(),
      new SystemRandom(),
    );
    this.#directories.push(directory);
    return directory;
  }

  close(): void {
    for (const directory of this.#directories.splice(0)) directory.stop();
  }
}

/** One check with a budget of some seconds. */
export function check(
  directory: LdapDirectory,
  name: string,
  password: string | Buffer,
  milliseconds = 8_000,
): Promise<PasswordAnswer> {
  const secret = new SecretBytes(Buffer.from(password));
  return directory.checkPassword(name, secret, AbortSignal.timeout(milliseconds));
}
