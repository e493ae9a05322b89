import type { KeyedHash, RandomSource } from '@countersign/crypto';
import type { Logger } from '@countersign/observability';
import { Inject, Module, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { CONFIG, KEYED_HASH, LOGGER, RANDOM } from '../../platform/tokens.ts';
import { DIRECTORY, type Directory } from './application/ports/directory.ts';
import { LOCAL_PASSWORD_HASHER } from './application/ports/local-password-hasher.ts';
import { PASSWORD_VERIFIER } from './application/ports/password-verifier.ts';
import { VerifyPassword } from './application/verify-password.use-case.ts';
import { Argon2PasswordHasher } from './outbound/argon2/argon2-password-hasher.ts';
import { LdapDirectory } from './outbound/ldap/ldap-directory.ts';
import { loadDirectoryConfig } from './outbound/ldap/load-directory-config.ts';
import { NoDirectory } from './outbound/ldap/no-directory.ts';

/** What this module needs of the configuration. */
export interface DirectoryModuleConfig {
  /** JSON file with the directory's servers; absent: there is no directory. */
  readonly DIRECTORY_SERVERS_FILE: string | undefined;
}

const hasher = {
  provide: LOCAL_PASSWORD_HASHER,
  inject: [KEYED_HASH, RANDOM],
  useFactory: async (keyedHash: KeyedHash, random: RandomSource) => {
    const made = new Argon2PasswordHasher(keyedHash, random);
    await made.prepare();
    return made;
  },
};

const directory = {
  provide: DIRECTORY,
  inject: [CONFIG, LOGGER, RANDOM],
  useFactory: ({ DIRECTORY_SERVERS_FILE: file }: DirectoryModuleConfig, logger: Logger, random: RandomSource) =>
    file === undefined ? new NoDirectory() : new LdapDirectory(loadDirectoryConfig(file), logger, random),
};

const verifier = {
  provide: PASSWORD_VERIFIER,
  inject: [LOCAL_PASSWORD_HASHER, DIRECTORY],
  useFactory: (made: Argon2PasswordHasher, asked: Directory) => new VerifyPassword(made, asked),
};

/** First factors: local password hashes and binds to the directory. */
@Module({
  providers: [hasher, directory, verifier],
  exports: [LOCAL_PASSWORD_HASHER, DIRECTORY, PASSWORD_VERIFIER],
})
export class DirectoryModule implements OnModuleInit, OnApplicationShutdown {
  readonly #directory: Directory;

  constructor(@Inject(DIRECTORY) made: Directory) {
    this.#directory = made;
  }

  onModuleInit(): void {
    if (this.#directory instanceof LdapDirectory) this.#directory.start();
  }

  onApplicationShutdown(): void {
    if (this.#directory instanceof LdapDirectory) this.#directory.stop();
  }
}
