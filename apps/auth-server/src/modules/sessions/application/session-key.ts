import { createHash } from 'node:crypto';

const ID_OCTETS = 32;

/** A new session id: 256 bits in base64url. */
export function newSessionId(random: { bytes(length: number): Buffer }): string {
  return random.bytes(ID_OCTETS).toString('base64url');
}

/** What is kept of a session's id: its SHA-256. A 256-bit random value needs neither salt nor slowness. */
export function sessionKey(id: string): string {
  return createHash('sha256').update(id).digest('hex');
}
