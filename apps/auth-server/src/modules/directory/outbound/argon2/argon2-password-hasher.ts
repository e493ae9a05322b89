import type { KeyedHash, RandomSource } from '@countersign/crypto';
import { DomainError } from '@countersign/errors';
import { hash, parseOptions, verify } from '@node-rs/argon2';
import {
  type HashedSecret,
  LONGEST_SECRET_OCTETS,
  type LocalPasswordHasher,
  type SecretOfUser,
} from '../../application/ports/local-password-hasher.ts';
import { ConcurrencyLimit, Saturated } from '../concurrency-limit.ts';

/** How much the hashing may take. */
export interface Argon2Options {
  /** Hashes computed at once, each with 19 MiB; below the 4 threads of libuv, which file reads and DNS need too. */
  readonly concurrent?: number;
  readonly waiting?: number;
}

/** OWASP's first choice for argon2id where memory is shared by many sign-ins: 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 } as const;
const SALT_OCTETS = 16;
const ARGON2ID = 2;
/** A stored hash that asks for more was not made by us: checking it would take the machine's memory. */
const CEILING = { memoryCost: 65_536, timeCost: 8, parallelism: 4 } as const;
const labels = { password: 'local-password', pin: 'user-pin', answer: 'security-answer' } as const satisfies Record<
  HashedSecret,
  string
>;
const never = new AbortController().signal;

/**
 * argon2id (RFC 9106) over a keyed hash of the secret: a stolen database without the installation's key file gives
 * nothing to guess against. The work happens on libuv's threads.
 */
export class Argon2PasswordHasher implements LocalPasswordHasher {
  readonly #keyedHash: KeyedHash;
  readonly #random: RandomSource;
  readonly #limit: ConcurrencyLimit;
  #decoy: Promise<string> | undefined;

  constructor(keyedHash: KeyedHash, random: RandomSource, { concurrent = 2, waiting = 256 }: Argon2Options = {}) {
    this.#keyedHash = keyedHash;
    this.#random = random;
    this.#limit = new ConcurrencyLimit({ name: 'password hashing', concurrent, waiting });
  }

  /** Computes what absent hashes are compared with, so that the first sign-in does not pay for it. */
  async prepare(): Promise<void> {
    await this.#decoyHash();
  }

  async hash(secret: SecretOfUser, signal: AbortSignal = never): Promise<string> {
    if (secret.secret.length === 0) throw new DomainError('invalid_request', `the ${secret.kind} must not be empty`);
    this.#refuseLong(secret);
    return this.#inTurn(() => this.#derive(this.#pepper(secret)), signal);
  }

  async verify(secret: SecretOfUser, stored: string | undefined, signal: AbortSignal = never): Promise<boolean> {
    this.#refuseLong(secret);
    if (stored !== undefined) refuseForeign(stored);
    const against = stored ?? (await this.#decoyHash());
    const isMatch = await this.#inTurn(() => verify(against, this.#pepper(secret)), signal);
    return isMatch && stored !== undefined;
  }

  #refuseLong({ kind, secret }: SecretOfUser): void {
    if (secret.length <= LONGEST_SECRET_OCTETS) return;
    throw new DomainError('invalid_request', `the ${kind} must have at most ${LONGEST_SECRET_OCTETS} octets`);
  }

  /** As base64: version 2.2 of the library throws outside of its promise for octets that are not UTF-8. */
  #pepper({ kind, userId, secret }: SecretOfUser): string {
    return this.#keyedHash.hash(labels[kind], userId, secret.expose()).toString('base64');
  }

  #derive(peppered: string): Promise<string> {
    return hash(peppered, { ...COST, algorithm: ARGON2ID, salt: this.#random.bytes(SALT_OCTETS) });
  }

  #decoyHash(): Promise<string> {
    this.#decoy ??= this.#derive(this.#random.bytes(32).toString('base64'));
    return this.#decoy;
  }

  async #inTurn<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    try {
      return await this.#limit.run(work, signal);
    } catch (error) {
      if (!(error instanceof Saturated) && !signal.aborted) throw error;
      throw new DomainError('unavailable', 'too many passwords are being checked at the moment', {
        cause: error,
        retryAfterSeconds: 1,
      });
    }
  }
}

function refuseForeign(stored: string): void {
  try {
    const { algorithm, memoryCost, timeCost, parallelism } = parseOptions(stored);
    const isAffordable =
      memoryCost <= CEILING.memoryCost && timeCost <= CEILING.timeCost && parallelism <= CEILING.parallelism;
    if (algorithm === ARGON2ID && isAffordable) return;
  } catch {
    // The library's message quotes the hash; ours must not.
  }
  throw new DomainError('internal', 'a stored password hash is not one of ours: set the password again');
}
