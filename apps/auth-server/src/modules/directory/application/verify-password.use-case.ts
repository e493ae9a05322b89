import { isDomainError, type SecretBytes } from '@countersign/errors';
import type { Directory } from './ports/directory.ts';
import { LONGEST_SECRET_OCTETS, type LocalPasswordHasher } from './ports/local-password-hasher.ts';
import type { PasswordAnswer, PasswordQuestion, PasswordVerifier } from './ports/password-verifier.ts';

/** Stands for a user who does not exist, so that hashing for nobody is the same work. */
const NOBODY = '00000000-0000-0000-0000-000000000000';
/** A timer of Node cannot wait longer. */
const LONGEST_WAIT_MILLISECONDS = 2 ** 31 - 1;
const wrong: PasswordAnswer = { kind: 'refused', reason: 'password_wrong' };

/** The first factor: decides whether a password is worth asking about, and whom to ask. */
export class VerifyPassword implements PasswordVerifier {
  readonly #hasher: LocalPasswordHasher;
  readonly #directory: Directory;

  constructor(hasher: LocalPasswordHasher, directory: Directory) {
    this.#hasher = hasher;
    this.#directory = directory;
  }

  async verify(question: PasswordQuestion): Promise<PasswordAnswer> {
    const budget = Math.min(question.deadlineAt - question.now, LONGEST_WAIT_MILLISECONDS);
    if (budget <= 0)
      return { kind: 'unavailable', detail: 'the time for this sign-in was over before the password check' };
    const signal = AbortSignal.timeout(budget);
    return question.source === 'local' ? this.#askHash(question, signal) : this.#askDirectory(question, signal);
  }

  async #askHash({ user, password }: PasswordQuestion, signal: AbortSignal): Promise<PasswordAnswer> {
    if (password.length === 0) return { kind: 'refused', reason: 'password_missing' };
    if (password.length > LONGEST_SECRET_OCTETS) return wrong;
    const secret = { kind: 'password', userId: user?.id ?? NOBODY, secret: password } as const;
    try {
      return (await this.#hasher.verify(secret, user?.passwordHash, signal)) ? { kind: 'verified' } : wrong;
    } catch (error) {
      if (!isDomainError(error)) throw error;
      return { kind: 'unavailable', detail: error.message };
    }
  }

  async #askDirectory({ user, unknownName, password }: PasswordQuestion, signal: AbortSignal): Promise<PasswordAnswer> {
    const refusal = refusalBeforeTheWire(password);
    if (refusal !== undefined) return refusal;
    const name = user === undefined ? unknownName : (user.directoryName ?? user.userName);
    if (name === undefined) {
      await this.#directory.pretend(signal);
      return wrong;
    }
    return this.#directory.checkPassword(name, password, signal);
  }
}

/**
 * A bind with a name and an empty password is an "unauthenticated bind", which directories answer with success
 * (RFC 4513 section 5.1.2). A server that reads the password as a C string takes one that begins with NUL for empty,
 * and nobody types a NUL, so a password with any is refused.
 */
function refusalBeforeTheWire(password: SecretBytes): PasswordAnswer | undefined {
  const octets = password.expose();
  if (octets.every((octet) => octet === 0)) return { kind: 'refused', reason: 'password_missing' };
  if (octets.length > LONGEST_SECRET_OCTETS || octets.includes(0)) return wrong;
  return undefined;
}
