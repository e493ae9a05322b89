import type { ActivatedProcess } from './activation-credentials.ts';

/** DI token of the {@link CertificateIssuer}. */
export const CERTIFICATE_ISSUER = Symbol('CERTIFICATE_ISSUER');

/** A certificate with its authority, PEM. */
export interface IssuedCertificate {
  readonly certificate: string;
  readonly authority: string;
  readonly serial: string;
}

/** A request whose sender has the key that it names; only {@link CertificateIssuer.check} makes one. */
export interface CheckedRequest {
  /** PKCS #10, PEM. */
  readonly pem: string;
}

/** The installation's certificate authority. */
export interface CertificateIssuer {
  /**
   * @throws DomainError `invalid_request` for a request that is broken, not signed with its own key, or whose key is too weak;
   * `unavailable` when this server has no authority
   */
  check(request: string): Promise<CheckedRequest>;
  /** Signs the key of the request for the identity of `process`; whatever name the request asks for is ignored. */
  issue(request: CheckedRequest, process: ActivatedProcess, now: Date): Promise<IssuedCertificate>;
}
