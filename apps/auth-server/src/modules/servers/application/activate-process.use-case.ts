import { DomainError } from '@countersign/errors';
import type { CommandContext } from '../../../platform/command-context.ts';
import { activationCodeHash, type HashActivationCode } from './activation-code.ts';
import type { ActivationCredentials } from './ports/activation-credentials.ts';
import type { CertificateIssuer, IssuedCertificate } from './ports/certificate-issuer.ts';

/** Attempts that this server looks at within a minute: a code has 160 bits, this only keeps the noise down. */
const ATTEMPTS_PER_MINUTE = 30;
const MINUTE_MILLISECONDS = 60_000;

/**
 * A new process's first contact: its activation code and its key against a certificate. The code is used up in the transaction
 * that notes the certificate, and only after the request was found good: a mistake does not cost the code.
 */
export class ActivateProcess {
  readonly #credentials: ActivationCredentials;
  readonly #issuer: CertificateIssuer;
  readonly #hash: HashActivationCode;
  #window = { startedAt: 0, attempts: 0 };

  constructor(credentials: ActivationCredentials, issuer: CertificateIssuer, hash: HashActivationCode) {
    this.#credentials = credentials;
    this.#issuer = issuer;
    this.#hash = hash;
  }

  /** @throws DomainError `attempts_throttled`, `activation_code_expired`, `invalid_request`, `unavailable`, `master_offline` */
  async execute(code: string, request: string, context: CommandContext): Promise<IssuedCertificate> {
    this.#throttle(context.now);
    const checked = await this.#issuer.check(request);
    const issued = await this.#credentials.consume(
      activationCodeHash(code, this.#hash),
      context,
      async (process) => await this.#issuer.issue(checked, process, new Date(context.now)),
    );
    if (issued !== undefined) return issued;
    const message = 'These activation credentials are used, expired or unknown: generate new ones.';
    throw new DomainError('activation_code_expired', message);
  }

  #throttle(now: number): void {
    const { startedAt } = this.#window;
    if (now < startedAt || now - startedAt >= MINUTE_MILLISECONDS) this.#window = { startedAt: now, attempts: 0 };
    this.#window.attempts += 1;
    if (this.#window.attempts <= ATTEMPTS_PER_MINUTE) return;
    const retryAfterSeconds = Math.ceil((this.#window.startedAt + MINUTE_MILLISECONDS - now) / 1000);
    throw new DomainError(
      'attempts_throttled',
      'Too many activations were tried: wait a minute, then use the same code.',
      {
        retryAfterSeconds,
      },
    );
  }
}
