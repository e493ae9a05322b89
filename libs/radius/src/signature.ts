import { timingSafeEqual } from 'node:crypto';
import { HEADER_LENGTH, RadiusCode } from './codes.ts';
import { MD5_DIGEST_LENGTH, Md5 } from './md5.ts';
import type { RadiusPacket } from './packet.ts';
import type { SharedSecret } from './shared-secret.ts';

/** What Message-Authenticator says about a packet. */
export type SignatureCheck = 'valid' | 'invalid' | 'missing';

const ZEROS = Buffer.alloc(MD5_DIGEST_LENGTH);
const computation = new Md5();
const expectedDigest = Buffer.alloc(MD5_DIGEST_LENGTH);

/**
 * Checks Message-Authenticator of a request (RFC 3579 §3.2): HMAC-MD5 over the packet with the attribute's value zeroed.
 * In codes whose header field is itself a digest (Accounting-Request, RFC 5176 §3.4 CoA and Disconnect) that field counts as zero, too.
 */
export function checkRequestSignature(request: RadiusPacket, secret: SharedSecret): SignatureCheck {
  return checkSignature(request, secret, isDigestRequest(request.code) ? ZEROS : request.requestAuthenticator);
}

/** Checks Message-Authenticator of a reply, which is computed with the header field of the request it answers. */
export function checkReplySignature(
  reply: RadiusPacket,
  secret: SharedSecret,
  requestAuthenticator: Uint8Array,
): SignatureCheck {
  return checkSignature(reply, secret, requestAuthenticator);
}

/** Checks the header field of an Accounting-, CoA- or Disconnect-Request (RFC 2866 §3, RFC 5176 §2.3). */
export function isRequestDigestValid(request: RadiusPacket, secret: SharedSecret): boolean {
  packetDigestInto(expectedDigest, 0, request.octets, ZEROS, secret);
  return timingSafeEqual(expectedDigest, request.requestAuthenticator);
}

/** Checks the header field of a reply (RFC 2865 §3). */
export function isResponseDigestValid(
  reply: RadiusPacket,
  secret: SharedSecret,
  requestAuthenticator: Uint8Array,
): boolean {
  packetDigestInto(expectedDigest, 0, reply.octets, requestAuthenticator, secret);
  return timingSafeEqual(expectedDigest, reply.responseAuthenticator);
}

/** MD5(Code + Identifier + Length + `headerField` + Attributes + Secret), written into `target`, which may be the packet. */
export function packetDigestInto(
  target: Uint8Array,
  offset: number,
  octets: Buffer,
  headerField: Uint8Array,
  secret: SharedSecret,
): void {
  computation
    .reset()
    .update(octets, 0, 4)
    .update(headerField)
    .update(octets, HEADER_LENGTH)
    .update(secret.expose())
    .digestInto(target, offset);
}

/** Writes Message-Authenticator, whose value begins at `valueOffset`, into `octets`. */
export function signInto(octets: Buffer, valueOffset: number, headerField: Uint8Array, secret: SharedSecret): void {
  secret.hmacKey.signInto(octets, valueOffset, ...signedPieces(octets, valueOffset, headerField));
}

/** True for requests whose header field is a digest of the packet instead of random octets. */
export function isDigestRequest(code: number): boolean {
  return (
    code === RadiusCode.accountingRequest || code === RadiusCode.coaRequest || code === RadiusCode.disconnectRequest
  );
}

function checkSignature(packet: RadiusPacket, secret: SharedSecret, headerField: Uint8Array): SignatureCheck {
  const at = packet.messageAuthenticatorOffset;
  if (at === 0) {
    return 'missing';
  }
  const value = packet.octets.subarray(at, at + MD5_DIGEST_LENGTH);
  return secret.hmacKey.verify(value, ...signedPieces(packet.octets, at, headerField)) ? 'valid' : 'invalid';
}

function signedPieces(octets: Buffer, valueOffset: number, headerField: Uint8Array): readonly Uint8Array[] {
  return [
    octets.subarray(0, 4),
    headerField,
    octets.subarray(HEADER_LENGTH, valueOffset),
    ZEROS,
    octets.subarray(valueOffset + MD5_DIGEST_LENGTH),
  ];
}
