import {
  hotpValue,
  type HotpAuthenticator,
  type PasskeyAuthenticator,
  type PhoneAuthenticator,
  type RecoveryCodesAuthenticator,
  timeStep,
  type TotpAuthenticator,
} from '@countersign/domain';
import { SecretBytes } from '@countersign/errors';
import { createHash } from 'node:crypto';

/** The seed of an authenticator that was given none: always the same for the same id. */
function seedOf(id: string): SecretBytes {
  return new SecretBytes(createHash('sha1').update(`seed of ${id}`).digest());
}

/** Collects changes to a record; every call gives a new builder. */
class Builder<T> {
  readonly #parts: T;

  constructor(parts: T) {
    this.#parts = parts;
  }

  /** The same with some fields replaced. */
  with(changes: Partial<T>): this {
    const Same = this.constructor as new (parts: T) => this;
    return new Same({ ...this.#parts, ...changes });
  }

  build(): T {
    return this.#parts;
  }
}

/** See {@link aTotpAuthenticator}. */
export class TotpAuthenticatorBuilder extends Builder<TotpAuthenticator> {
  /** The last time step that Postgres knows as used. */
  lastAccepted(timeStepNumber: number): this {
    return this.with({ lastAcceptedTimeStep: timeStepNumber });
  }

  withDrift(steps: number): this {
    return this.with({ driftSteps: steps });
  }

  suspended(): this {
    return this.with({ state: 'suspended' });
  }

  pending(): this {
    return this.with({ state: 'pending' });
  }
}

/** An active time-based generator, SHA-1, six digits, 30 s; `id` decides its seed. */
export function aTotpAuthenticator(id = 'totp-1'): TotpAuthenticatorBuilder {
  return new TotpAuthenticatorBuilder({
    id,
    kind: 'totp',
    state: 'active',
    seed: seedOf(id),
    algorithm: 'SHA1',
    digits: 6,
    periodSeconds: 30,
    driftSteps: 0,
    lastAcceptedTimeStep: -1,
  });
}

/** See {@link aHotpAuthenticator}. */
export class HotpAuthenticatorBuilder extends Builder<HotpAuthenticator> {
  /** The last counter that Postgres knows as used. */
  lastAccepted(counter: number): this {
    return this.with({ lastAcceptedCounter: counter });
  }
}

/** An active counter-based generator, SHA-1, six digits; `id` decides its seed. */
export function aHotpAuthenticator(id = 'hotp-1'): HotpAuthenticatorBuilder {
  return new HotpAuthenticatorBuilder({
    id,
    kind: 'hotp',
    state: 'active',
    seed: seedOf(id),
    algorithm: 'SHA1',
    digits: 6,
    lastAcceptedCounter: -1,
  });
}

/** An active phone for text messages. */
export function aPhone(id = 'phone-1', number = '+41791234567'): PhoneAuthenticator {
  return { id, kind: 'phone', state: 'active', phone: { number, extension: '' } };
}

/** An active set of recovery codes, `hash` being how the codes are kept; their ids are `<id>-0`, `<id>-1`, … */
export function someRecoveryCodes(
  codes: readonly string[],
  hash: (code: string) => Buffer,
  id = 'recovery-1',
): RecoveryCodesAuthenticator {
  return {
    id,
    kind: 'recovery_codes',
    state: 'active',
    codes: codes.map((code, index) => ({ id: `${id}-${index}`, hash: hash(code) })),
  };
}

/** An active passkey; its credential id is `credential of <id>`. */
export function aPasskey(id = 'passkey-1', lastAcceptedCounter = -1): PasskeyAuthenticator {
  const publicKey = Buffer.from(`key of ${id}`);
  const credentialId = `credential of ${id}`;
  return { id, kind: 'passkey', state: 'active', credentialId, publicKey, transports: [], lastAcceptedCounter };
}

/** The code that a time-based device shows at an instant, or `steps` periods from it. */
export function totpCode(authenticator: TotpAuthenticator, at: number, steps = 0): string {
  const step = timeStep(at, authenticator.periodSeconds) + steps;
  return hotpValue(authenticator.seed.expose(), step, authenticator.algorithm, authenticator.digits);
}

/** The code that a counter-based device shows for a counter. */
export function hotpCode(authenticator: HotpAuthenticator, counter: number): string {
  return hotpValue(authenticator.seed.expose(), counter, authenticator.algorithm, authenticator.digits);
}

/** A code of six digits that none of the given codes is. */
export function aWrongCode(...rightCodes: readonly string[]): string {
  for (let number = 0; ; number += 1) {
    const code = String(number).padStart(6, '0');
    if (!rightCodes.includes(code)) return code;
  }
}
