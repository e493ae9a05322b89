import type { ActivatedProcess } from './activation-credentials.ts';

/** DI token of the {@link CertificateIssuer}. */
export const CERTIFICATE_ISSUER = Symbol('CERTIFICATE_ISSUER');

/** A certificate with its authority, PEM. */
export interface IssuedCertificate {
  readonly certificate: string;
  readonly authority: string;
  readonly serial: string;
}

/** The installation's certificate authority. */
export interface CertificateIssuer {
  /**
   * Signs the key of the request for the identity of `process`; whatever name the request asks for is ignored.
   * @throws DomainError `invalid_request` for a request that is broken or not signed with its own key;
   * `unavailable` when this server has no authority
   */
  issue(request: string, process: ActivatedProcess, now: Date): Promise<IssuedCertificate>;
}
