import { DomainError } from '@countersign/errors';
import type { CommandContext } from '../../../platform/command-context.ts';
import { activationCodeHash, type HashActivationCode } from './activation-code.ts';
import type { ActivationCredentials } from './ports/activation-credentials.ts';
import type { CertificateIssuer, IssuedCertificate } from './ports/certificate-issuer.ts';

/** Attempts that this server looks at within a minute: a code has 160 bits, this only keeps the noise down. */
const ATTEMPTS_PER_MINUTE = 30;
const MINUTE_MILLISECONDS = 60_000;

/** A new process's first contact: its activation code and its key against a certificate. */
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

  /** @throws DomainError `attempts_throttled`, `activation_code_expired`, `invalid_request`, `unavailable` */
  async execute(code: string, request: string, context: CommandContext): Promise<IssuedCertificate> {
    this.#throttle(context.now);
    const process = await this.#credentials.consume(activationCodeHash(code, this.#hash), context.now);
    if (process === undefined) {
      const message = 'these activation credentials are used, expired or unknown; generate new ones';
      throw new DomainError('activation_code_expired', message);
    }
    const issued = await this.#issuer.issue(request, process, new Date(context.now));
    await this.#credentials.record(process, issued.serial, context);
    return issued;
  }

  #throttle(now: number): void {
    if (now - this.#window.startedAt >= MINUTE_MILLISECONDS) this.#window = { startedAt: now, attempts: 0 };
    this.#window.attempts += 1;
    if (this.#window.attempts <= ATTEMPTS_PER_MINUTE) return;
    const retryAfterSeconds = Math.ceil((this.#window.startedAt + MINUTE_MILLISECONDS - now) / 1000);
    throw new DomainError('attempts_throttled', 'too many activations were tried; wait a minute', {
      retryAfterSeconds,
    });
  }
}
