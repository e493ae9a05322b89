import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { KeyedHash, SystemRandom } from '@countersign/crypto';
import { SecretBytes } from '@countersign/errors';
import { silentLogger } from '@countersign/observability';
import { Global, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { CONFIG, KEYED_HASH, LOGGER, RANDOM } from '../../platform/tokens.ts';
import {
  DIRECTORY,
  type Directory,
  DirectoryModule,
  LOCAL_PASSWORD_HASHER,
  type LocalPasswordHasher,
  PASSWORD_VERIFIER,
  type PasswordVerifier,
} from './index.ts';

const given = [
  { provide: CONFIG, useValue: { DIRECTORY_SERVERS_FILE: undefined } },
  { provide: LOGGER, useValue: silentLogger() },
  { provide: RANDOM, useValue: new SystemRandom() },
  { provide: KEYED_HASH, useValue: new KeyedHash(new SecretBytes(Buffer.alloc(32, 1))) },
];

@Global()
@Module({ providers: given, exports: given.map(({ provide }) => provide) })
class Surroundings {}

describe('DirectoryModule', () => {
  it('checks local passwords, and says that it knows no directory where none is configured', async () => {
    const app = await Test.createTestingModule({ imports: [Surroundings, DirectoryModule] }).compile();
    await app.init();
    const secret = { kind: 'password', userId: 'alice', secret: SecretBytes.fromText('sesame') } as const;
    const passwordHash = await app.get<LocalPasswordHasher>(LOCAL_PASSWORD_HASHER).hash(secret);
    const verifier = app.get<PasswordVerifier>(PASSWORD_VERIFIER);
    const user = { id: 'alice', userName: 'alice', directoryName: undefined, passwordHash } as never;
    const question = { user, password: secret.secret, deadlineAt: 5_000, now: 0 };
    expect(await verifier.verify({ ...question, source: 'local' })).toEqual({ kind: 'verified' });
    expect(await verifier.verify({ ...question, source: 'directory' })).toEqual({
      kind: 'unavailable',
      detail: 'no directory is configured: set DIRECTORY_SERVERS_FILE',
    });
    expect(app.get<Directory>(DIRECTORY).status()).toEqual([]);
    await app.close();
  });
});
