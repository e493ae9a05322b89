import {
  AttributeType,
  findVendorAttribute,
  type RadiusPacket,
  revealPassword,
  type SharedSecret,
} from '@countersign/radius';
import type { DiscardReason, LocalRejectReason } from './discard-reasons.ts';

/** What a claimant proves themselves with. Kinds that we cannot check yet have their place here. */
export type Credentials =
  | { readonly kind: 'password'; readonly octets: Buffer }
  | { readonly kind: 'unsupported'; readonly reason: LocalRejectReason }
  | { readonly kind: 'discard'; readonly reason: DiscardReason };

const MICROSOFT = 311;
const MS_CHAP_RESPONSE = 1;
const MS_CHAP2_RESPONSE = 25;

type Presence = readonly [isPresent: (packet: RadiusPacket) => boolean, reason: LocalRejectReason];

const UNSUPPORTED: readonly Presence[] = [
  [(packet) => packet.has(AttributeType.chapPassword), 'chap_unsupported'],
  [(packet) => packet.hasEapMessage, 'eap_unsupported'],
  [(packet) => packet.has(AttributeType.arapPassword), 'arap_unsupported'],
  [hasMsChap, 'ms_chap_unsupported'],
];

/** Reads the one credential of an Access-Request; more than one kind in one packet is no request (RFC 2865 §4.1). */
export function readCredentials(packet: RadiusPacket, secret: SharedSecret): Credentials {
  const hidden = packet.find(AttributeType.userPassword);
  const others = UNSUPPORTED.filter(([isPresent]) => isPresent(packet));
  if (others.length + (hidden === undefined ? 0 : 1) > 1) {
    return { kind: 'discard', reason: 'credentials_conflicting' };
  }
  if (hidden === undefined) {
    return { kind: 'unsupported', reason: others[0]?.[1] ?? 'credentials_missing' };
  }
  const octets = revealPassword(hidden, secret, packet.requestAuthenticator);
  return octets === undefined ? { kind: 'discard', reason: 'password_malformed' } : { kind: 'password', octets };
}

function hasMsChap(packet: RadiusPacket): boolean {
  return (
    packet.has(AttributeType.vendorSpecific) &&
    (findVendorAttribute(packet, MICROSOFT, MS_CHAP_RESPONSE) !== undefined ||
      findVendorAttribute(packet, MICROSOFT, MS_CHAP2_RESPONSE) !== undefined)
  );
}
