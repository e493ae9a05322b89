import { randomBytes } from 'node:crypto';
import { DomainError } from '@countersign/errors';
import { type AttributeToSend, type HidingContext, wireType, wireValue } from './attribute-to-send.ts';
import { AttributeType, HEADER_LENGTH, MAX_PACKET_LENGTH, MESSAGE_AUTHENTICATOR_LENGTH, RadiusCode } from './codes.ts';
import type { RadiusPacket } from './packet.ts';
import type { SharedSecret } from './shared-secret.ts';
import { isDigestRequest, packetDigestInto, signInto } from './signature.ts';

/** A reply before it is signed. */
export interface ReplyToEncode {
  readonly code: number;
  readonly request: RadiusPacket;
  /** The secret that the request was signed with. */
  readonly secret: SharedSecret;
  /** In order of importance: what does not fit is left out from the end. */
  readonly attributes: readonly AttributeToSend[];
}

/** A signed reply, or the news that even what must be in it does not fit 4096 octets. */
export type EncodedReply =
  | { readonly kind: 'encoded'; readonly octets: Buffer; readonly trimmedAttributes: number }
  | { readonly kind: 'does_not_fit' };

/** A request before it is signed. */
export interface RequestToEncode {
  readonly code: number;
  readonly identifier: number;
  readonly secret: SharedSecret;
  readonly attributes: readonly AttributeToSend[];
  /** 16 random octets unless given; not used for requests whose header field is a digest. */
  readonly requestAuthenticator?: Uint8Array;
  /** Whether Message-Authenticator is sent; by default in Access-Request and Status-Server. */
  readonly isSigned?: boolean;
}

/** A request as it was sent; what is needed to send it again and to judge the reply. */
export interface SentRequest {
  readonly octets: Buffer;
  readonly code: number;
  readonly identifier: number;
  readonly requestAuthenticator: Buffer;
}

interface WireAttribute {
  readonly type: number;
  readonly value: Uint8Array;
}

/**
 * Builds and signs a reply: Message-Authenticator first (RFC 3579 §3.2, CVE-2024-3596), then our attributes, then every
 * Proxy-State of the request unchanged and in order (RFC 2865 §5.33). Our own attributes give way to the 4096 octets.
 * An Accounting-Response to an accounting request is unsigned: RFC 2869 §5.19 does not have the attribute there.
 */
export function encodeReply(reply: ReplyToEncode): EncodedReply {
  const { request, secret } = reply;
  const isSigned = reply.code !== RadiusCode.accountingResponse || request.code === RadiusCode.statusServer;
  const proxyStates = request.hasProxyState ? request.findAll(AttributeType.proxyState) : [];
  const context = hidingContext(secret, request.requestAuthenticator);
  const own = reply.attributes.map((attribute) => toWire(attribute, context));
  const room =
    MAX_PACKET_LENGTH -
    HEADER_LENGTH -
    (isSigned ? MESSAGE_AUTHENTICATOR_LENGTH : 0) -
    proxyStates.reduce((sum, value) => sum + value.length + 2, 0);
  const kept = trim(own, reply.attributes, room);
  if (kept === undefined) {
    return { kind: 'does_not_fit' };
  }
  const attributes = [...kept, ...proxyStates.map((value) => ({ type: AttributeType.proxyState, value }))];
  const octets = layOut(reply.code, request.identifier, attributes, isSigned);
  if (isSigned) {
    signInto(octets, HEADER_LENGTH + 2, request.requestAuthenticator, secret);
  }
  packetDigestInto(octets, 4, octets, request.requestAuthenticator, secret);
  return { kind: 'encoded', octets, trimmedAttributes: own.length - kept.length };
}

/**
 * Builds and signs a request, Message-Authenticator first. Throws `DomainError('invalid_request')` when an attribute or
 * the whole does not fit: what a client sends is its own doing.
 */
export function encodeRequest(request: RequestToEncode): SentRequest {
  const hasDigest = isDigestRequest(request.code);
  const isSigned =
    request.isSigned ?? (request.code === RadiusCode.accessRequest || request.code === RadiusCode.statusServer);
  const headerField = hasDigest ? Buffer.alloc(16) : Buffer.from(request.requestAuthenticator ?? randomBytes(16));
  const context = hidingContext(request.secret, headerField);
  const octets = layOut(
    request.code,
    request.identifier,
    request.attributes.map((attribute) => toWire(attribute, context)),
    isSigned,
  );
  headerField.copy(octets, 4);
  if (isSigned) {
    signInto(octets, HEADER_LENGTH + 2, headerField, request.secret);
  }
  if (hasDigest) {
    packetDigestInto(octets, 4, octets, headerField, request.secret);
  }
  const requestAuthenticator = octets.subarray(4, HEADER_LENGTH);
  return { octets, code: request.code, identifier: request.identifier, requestAuthenticator };
}

function toWire(attribute: AttributeToSend, context: HidingContext): WireAttribute {
  return { type: wireType(attribute), value: wireValue(attribute, context) };
}

/** Leaves out attributes from the end until the rest fits; the mandatory ones stay. `undefined` if they alone do not fit. */
function trim(
  own: readonly WireAttribute[],
  sources: readonly AttributeToSend[],
  room: number,
): readonly WireAttribute[] | undefined {
  let excess = own.reduce((sum, { value }) => sum + value.length + 2, 0) - room;
  const kept = [...own];
  for (let index = own.length - 1; index >= 0 && excess > 0; index -= 1) {
    if (sources[index]?.isMandatory !== true) {
      excess -= (own[index] as WireAttribute).value.length + 2;
      kept.splice(index, 1);
    }
  }
  return excess > 0 ? undefined : kept;
}

function layOut(code: number, identifier: number, attributes: readonly WireAttribute[], isSigned: boolean): Buffer {
  const first = HEADER_LENGTH + (isSigned ? MESSAGE_AUTHENTICATOR_LENGTH : 0);
  const length = attributes.reduce((sum, { value }) => sum + value.length + 2, first);
  if (length > MAX_PACKET_LENGTH) {
    throw new DomainError('invalid_request', `The RADIUS packet would have ${length} octets; 4096 are allowed.`, {
      field: 'attributes',
    });
  }
  const octets = Buffer.allocUnsafe(length);
  octets[0] = code;
  octets[1] = identifier;
  octets[2] = length >>> 8;
  octets[3] = length & 0xff;
  if (isSigned) {
    octets[HEADER_LENGTH] = AttributeType.messageAuthenticator;
    octets[HEADER_LENGTH + 1] = MESSAGE_AUTHENTICATOR_LENGTH;
  }
  let at = first;
  for (const { type, value } of attributes) {
    octets[at] = type;
    octets[at + 1] = value.length + 2;
    octets.set(value, at + 2);
    at += value.length + 2;
  }
  return octets;
}

/** Salts begin anywhere and count up, so that no two in one packet are equal (RFC 2868 §3.5). */
function hidingContext(secret: SharedSecret, requestAuthenticator: Uint8Array): HidingContext {
  let salt: number | undefined;
  const nextSalt = () => {
    salt = salt === undefined ? randomBytes(2).readUInt16BE(0) : salt + 1;
    return salt;
  };
  return { secret, requestAuthenticator, nextSalt };
}
