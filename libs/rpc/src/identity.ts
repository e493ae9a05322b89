import type { PeerCertificate } from 'node:tls';

/** Who calls: a service, and which of its processes where the certificate says so. */
export interface Caller {
  readonly service: string;
  readonly instance: string | undefined;
}

/** The service name of whoever calls a port that asks for no certificate; no certificate can claim it. */
export const ANONYMOUS_SERVICE = 'anonymous';

const IDENTITY = /^URI:spiffe:\/\/countersign\/sa\/([a-z][a-z0-9-]{0,62})$/;

/** The identity of a service as it stands in its certificate (URI subject alternative name, SPIFFE). */
export function identityUri(service: string): string {
  return `spiffe://countersign/sa/${service}`;
}

/**
 * Reads the identity of a peer from its verified certificate. Exactly one URI name must be there and it must be ours;
 * anything else is nobody. Node quotes a name that holds unusual characters (RFC 2818, CVE-2021-44532): such a list of
 * names could be split wrongly, so it is refused whole.
 */
export function callerOf(
  certificate: Pick<PeerCertificate, 'subjectaltname' | 'subject'> | undefined,
): Caller | undefined {
  const names = certificate?.subjectaltname;
  if (names === undefined || names.includes('"')) return undefined;
  const uris = names.split(', ').filter((name) => name.startsWith('URI:'));
  const service = uris.length === 1 ? IDENTITY.exec(uris[0] ?? '')?.[1] : undefined;
  if (service === undefined || service === ANONYMOUS_SERVICE) return undefined;
  return { service, instance: instanceOf(certificate?.subject) };
}

/** Certificates with several common names come as an array: then there is no instance. */
function instanceOf(subject: PeerCertificate['subject'] | undefined): string | undefined {
  const commonName: unknown = subject?.CN;
  return typeof commonName === 'string' && commonName !== '' ? commonName : undefined;
}
