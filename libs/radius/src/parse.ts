import {
  AttributeType,
  HEADER_LENGTH,
  MAX_ATTRIBUTES,
  MAX_PACKET_LENGTH,
  MESSAGE_AUTHENTICATOR_LENGTH,
} from './codes.ts';
import { RadiusPacket } from './packet.ts';

/** Why a datagram is not a RADIUS packet. The list is closed: the reasons are metric labels. */
export const PARSE_DISCARD_REASONS = [
  'datagram_too_short',
  'length_too_short',
  'length_too_long',
  'length_beyond_datagram',
  'attribute_type_zero',
  'attribute_too_short',
  'attribute_overrun',
  'too_many_attributes',
  'message_authenticator_malformed',
  'message_authenticator_repeated',
] as const;

/** One of {@link PARSE_DISCARD_REASONS}. */
export type ParseDiscardReason = (typeof PARSE_DISCARD_REASONS)[number];

/** A packet, or the reason to drop the datagram without a word. */
export type ParseResult =
  | { readonly kind: 'packet'; readonly packet: RadiusPacket }
  | { readonly kind: 'discard'; readonly reason: ParseDiscardReason };

// One result object per reason: a flood of garbage allocates nothing.
const discards = Object.fromEntries(
  PARSE_DISCARD_REASONS.map((reason) => [reason, Object.freeze({ kind: 'discard', reason })]),
) as Record<ParseDiscardReason, ParseResult>;

// Filled anew by each walk; `parse` is synchronous.
const walked = {
  attributes: 0,
  messageAuthenticatorOffset: 0,
  hasProxyState: false,
  hasEapMessage: false,
  repeated: 0,
};

/**
 * Reads a datagram: lengths first, then one strict walk over the attributes (RFC 2865 §3 and §5). It never throws and
 * copies nothing. Octets after Length are padding. Whether the packet is signed, and by whom, is the next question.
 */
export function parse(datagram: Buffer): ParseResult {
  if (datagram.length < HEADER_LENGTH) {
    return discards.datagram_too_short;
  }
  const length = ((datagram[2] as number) << 8) | (datagram[3] as number);
  if (length < HEADER_LENGTH) {
    return discards.length_too_short;
  }
  if (length > MAX_PACKET_LENGTH) {
    return discards.length_too_long;
  }
  if (length > datagram.length) {
    return discards.length_beyond_datagram;
  }
  const octets = length === datagram.length ? datagram : datagram.subarray(0, length);
  const reason = walk(octets);
  if (reason !== undefined) {
    return discards[reason];
  }
  return {
    kind: 'packet',
    packet: new RadiusPacket(octets, {
      messageAuthenticatorOffset: walked.messageAuthenticatorOffset,
      hasProxyState: walked.hasProxyState,
      hasEapMessage: walked.hasEapMessage,
      repeatedAttribute: walked.repeated,
    }),
  };
}

function walk(octets: Buffer): ParseDiscardReason | undefined {
  walked.attributes = 0;
  walked.messageAuthenticatorOffset = 0;
  walked.hasProxyState = false;
  walked.hasEapMessage = false;
  walked.repeated = 0;
  nextGeneration();
  let at = HEADER_LENGTH;
  while (at < octets.length) {
    if (at + 2 > octets.length) {
      return 'attribute_overrun';
    }
    const length = octets[at + 1] as number;
    const reason =
      checkAttribute(octets[at] as number, length, octets.length - at) ?? note(octets[at] as number, at, length);
    if (reason !== undefined) {
      return reason;
    }
    at += length;
  }
  return undefined;
}

function checkAttribute(type: number, length: number, remaining: number): ParseDiscardReason | undefined {
  if (type === 0) {
    return 'attribute_type_zero';
  }
  if (length < 2) {
    return 'attribute_too_short';
  }
  if (length > remaining) {
    return 'attribute_overrun';
  }
  walked.attributes += 1;
  return walked.attributes > MAX_ATTRIBUTES ? 'too_many_attributes' : undefined;
}

function note(type: number, at: number, length: number): ParseDiscardReason | undefined {
  if (type === AttributeType.messageAuthenticator) {
    if (length !== MESSAGE_AUTHENTICATOR_LENGTH) {
      return 'message_authenticator_malformed';
    }
    if (walked.messageAuthenticatorOffset !== 0) {
      return 'message_authenticator_repeated';
    }
    walked.messageAuthenticatorOffset = at + 2;
  } else if (type === AttributeType.proxyState) {
    walked.hasProxyState = true;
  } else if (type === AttributeType.eapMessage) {
    walked.hasEapMessage = true;
  } else {
    noteRepetition(type);
  }
  return undefined;
}

/**
 * The attributes that an Access-Request may hold at most once: the table of RFC 2865 §5.44, of RFC 2869 §5.19
 * (70 ARAP-Password, 87 NAS-Port-Id) and RFC 3162 §3 (95 NAS-IPv6-Address).
 */
const ONCE_ONLY = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 24, 30, 31, 32, 34, 35, 36, 60, 61, 62, 63, 70, 87, 95] as const;
const isOnceOnly = new Uint8Array(256);
for (const type of ONCE_ONLY) {
  isOnceOnly[type] = 1;
}
// seenIn[type] holds the generation in which the type was last seen, so nothing has to be cleared between packets.
const seenIn = new Uint32Array(256);
let generation = 0;

function nextGeneration(): void {
  generation += 1;
  if (generation > 0xffffffff) {
    seenIn.fill(0);
    generation = 1;
  }
}

function noteRepetition(type: number): void {
  if (isOnceOnly[type] === 0) {
    return;
  }
  if (seenIn[type] === generation && walked.repeated === 0) {
    walked.repeated = type;
  }
  seenIn[type] = generation;
}
