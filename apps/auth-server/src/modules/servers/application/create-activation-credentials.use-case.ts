import { DomainError } from '@countersign/errors';
import type { CommandContext } from '../../../platform/command-context.ts';
import { activationCodeHash, type HashActivationCode, newActivationCode } from './activation-code.ts';
import type { ActivatedProcess, ActivationCredentials } from './ports/activation-credentials.ts';

const LIFETIME_MILLISECONDS = 600_000;
/** Services that are activated; `operator` is a person's certificate and is made where the authority is. */
const SERVICES = ['auth-server', 'radius-gateway', 'delivery-worker', 'operator'];

/** Makes credentials by which a new process gets its certificate: single use, ten minutes. */
export class CreateActivationCredentials {
  readonly #credentials: ActivationCredentials;
  readonly #random: { bytes(length: number): Buffer };
  readonly #hash: HashActivationCode;

  constructor(credentials: ActivationCredentials, random: { bytes(length: number): Buffer }, hash: HashActivationCode) {
    this.#credentials = credentials;
    this.#random = random;
    this.#hash = hash;
  }

  /** @throws DomainError `invalid_request` for an unknown service or an unusable name */
  async execute(
    process: ActivatedProcess,
    context: CommandContext,
  ): Promise<{ readonly code: string; readonly expiresAt: number }> {
    if (!SERVICES.includes(process.service)) {
      throw new DomainError('invalid_request', `the service is one of ${SERVICES.join(', ')}`, { field: 'service' });
    }
    if (!/^[a-z0-9][a-z0-9.-]{0,62}$/.test(process.instance)) {
      const message = 'the instance name has 1 to 63 lower-case letters, digits, dots and hyphens';
      throw new DomainError('invalid_request', message, { field: 'instance' });
    }
    const code = newActivationCode(this.#random);
    const expiresAt = context.now + LIFETIME_MILLISECONDS;
    await this.#credentials.add(activationCodeHash(code, this.#hash), process, expiresAt, context);
    return { code, expiresAt };
  }
}
