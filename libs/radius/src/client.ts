import { randomBytes } from 'node:crypto';
import { type AttributeToSend, integerAttribute, textAttribute } from './attribute-to-send.ts';
import { AttributeType, RadiusCode } from './codes.ts';
import { encodeRequest, type SentRequest } from './encode.ts';
import { md5 } from './md5.ts';
import type { RadiusPacket } from './packet.ts';
import { type ParseDiscardReason, parse } from './parse.ts';
import type { SharedSecret } from './shared-secret.ts';
import { checkReplySignature, isResponseDigestValid } from './signature.ts';

/** What every request of a client has. */
export interface ClientRequest {
  /** 0 to 255, another one for each request in flight. */
  readonly identifier: number;
  readonly secret: SharedSecret;
  readonly attributes?: readonly AttributeToSend[];
}

/** A sign-in. */
export interface AccessRequest extends ClientRequest {
  readonly userName: string;
  /** Text or octets, hidden as User-Password; none for another kind of credential among `attributes`. */
  readonly password?: string | Uint8Array;
  /** From the challenge that this request answers. */
  readonly state?: Uint8Array;
  readonly requestAuthenticator?: Uint8Array;
  /** False only to play an old client; by default the request carries Message-Authenticator. */
  readonly isSigned?: boolean;
}

/** An accounting record. */
export interface AccountingRequest extends ClientRequest {
  /** Acct-Status-Type: 1 start, 2 stop, 3 interim update, 7 on, 8 off (RFC 2866 §5.1). */
  readonly statusType: number;
  readonly sessionId: string;
}

/** Why a datagram is not the reply to our request. */
export type ReplyDiscardReason =
  | ParseDiscardReason
  | 'identifier_mismatch'
  | 'code_unexpected'
  | 'response_authenticator_invalid'
  | 'message_authenticator_missing'
  | 'message_authenticator_invalid';

/** A reply that only the holder of the secret can have written, or why the datagram is ignored. */
export type ReplyResult =
  | { readonly kind: 'reply'; readonly packet: RadiusPacket }
  | { readonly kind: 'discard'; readonly reason: ReplyDiscardReason };

const EXPECTED_CODES: Readonly<Record<number, readonly number[]>> = {
  [RadiusCode.accessRequest]: [RadiusCode.accessAccept, RadiusCode.accessReject, RadiusCode.accessChallenge],
  [RadiusCode.statusServer]: [RadiusCode.accessAccept, RadiusCode.accountingResponse],
  [RadiusCode.accountingRequest]: [RadiusCode.accountingResponse],
  [RadiusCode.disconnectRequest]: [RadiusCode.disconnectAck, RadiusCode.disconnectNak],
  [RadiusCode.coaRequest]: [RadiusCode.coaAck, RadiusCode.coaNak],
};

/** Builds a signed Access-Request. */
export function createAccessRequest(request: AccessRequest): SentRequest {
  const attributes: AttributeToSend[] = [textAttribute(AttributeType.userName, request.userName)];
  if (request.password !== undefined) {
    const { password } = request;
    const value = typeof password === 'string' ? Buffer.from(password, 'utf8') : password;
    attributes.push({ type: AttributeType.userPassword, value, hiding: 'user-password' });
  }
  if (request.state !== undefined) {
    attributes.push({ type: AttributeType.state, value: request.state });
  }
  return encodeRequest({
    code: RadiusCode.accessRequest,
    identifier: request.identifier,
    secret: request.secret,
    attributes: [...attributes, ...(request.attributes ?? [])],
    requestAuthenticator: request.requestAuthenticator ?? randomBytes(16),
    isSigned: request.isSigned ?? true,
  });
}

/** Builds a signed Status-Server (RFC 5997). */
export function createStatusServer(request: ClientRequest): SentRequest {
  return encodeRequest({
    code: RadiusCode.statusServer,
    identifier: request.identifier,
    secret: request.secret,
    attributes: request.attributes ?? [],
  });
}

/** Builds an Accounting-Request (RFC 2866), whose header field is its signature. */
export function createAccountingRequest(request: AccountingRequest): SentRequest {
  return encodeRequest({
    code: RadiusCode.accountingRequest,
    identifier: request.identifier,
    secret: request.secret,
    attributes: [
      integerAttribute(AttributeType.acctStatusType, request.statusType),
      textAttribute(AttributeType.acctSessionId, request.sessionId),
      ...(request.attributes ?? []),
    ],
  });
}

/** The value of CHAP-Password (RFC 2865 §5.3): identifier, then MD5(identifier + password + challenge). */
export function chapPassword(chapIdentifier: number, password: Uint8Array, challenge: Uint8Array): Buffer {
  return Buffer.concat([Buffer.of(chapIdentifier), md5(Buffer.of(chapIdentifier), password, challenge)]);
}

/**
 * Judges a datagram that came in answer to `request`. Compares in constant time, and requires Message-Authenticator,
 * without which the reply could be forged (CVE-2024-3596); only the Accounting-Response to an accounting request,
 * which grants nothing, goes without.
 */
export function verifyReply(request: SentRequest, datagram: Buffer, secret: SharedSecret): ReplyResult {
  const parsed = parse(datagram);
  if (parsed.kind === 'discard') {
    return parsed;
  }
  const reason = judge(request, parsed.packet, secret);
  return reason === undefined ? { kind: 'reply', packet: parsed.packet } : { kind: 'discard', reason };
}

function judge(request: SentRequest, reply: RadiusPacket, secret: SharedSecret): ReplyDiscardReason | undefined {
  if (reply.identifier !== request.identifier) {
    return 'identifier_mismatch';
  }
  if (EXPECTED_CODES[request.code]?.includes(reply.code) !== true) {
    return 'code_unexpected';
  }
  if (!isResponseDigestValid(reply, secret, request.requestAuthenticator)) {
    return 'response_authenticator_invalid';
  }
  const signature = checkReplySignature(reply, secret, request.requestAuthenticator);
  if (signature === 'invalid') {
    return 'message_authenticator_invalid';
  }
  const mayBeUnsigned = request.code === RadiusCode.accountingRequest;
  return signature === 'missing' && !mayBeUnsigned ? 'message_authenticator_missing' : undefined;
}
