import { DomainError } from '@countersign/errors';
import { AttributeType, MAX_VALUE_LENGTH } from './codes.ts';
import type { AttributeHiding } from './dictionary/dictionary.ts';
import { hideSalted, type SaltedContext } from './salted.ts';
import { hidePassword } from './user-password.ts';
import { type VendorShape, vendorSpecificValue } from './vendor-specific.ts';

/** An attribute for the encoder. */
export interface AttributeToSend {
  readonly type: number;
  /** The value in clear; a tag that is part of it is already there, except where the value is hidden with a salt. */
  readonly value: Uint8Array;
  /** With a vendor, `type` is the vendor's number and the attribute travels inside Vendor-Specific. */
  readonly vendor?: { readonly id: number; readonly shape?: VendorShape };
  readonly hiding?: AttributeHiding;
  /** The tag before a salted value (RFC 2868 §3.5); 0 is "no group". */
  readonly tag?: number;
  /** True for what a packet makes no sense without, such as State in a challenge: it is never trimmed. */
  readonly isMandatory?: boolean;
}

/** What hiding needs: the shared secret, the header field of the request, and salts that differ within a packet. */
export interface HidingContext extends SaltedContext {
  readonly nextSalt: () => number;
}

/** Text in UTF-8. */
export function textAttribute(type: number, text: string): AttributeToSend {
  return { type, value: Buffer.from(text, 'utf8') };
}

/** A 32-bit number. */
export function integerAttribute(type: number, value: number): AttributeToSend {
  const octets = Buffer.alloc(4);
  octets.writeUInt32BE(value >>> 0, 0);
  return { type, value: octets };
}

/**
 * Reply-Message, as many as the text needs: at most 253 octets each, cut between characters so that every piece is
 * UTF-8 by itself (RFC 2865 §5.18). An empty text gives none.
 */
export function replyMessageAttributes(text: string): AttributeToSend[] {
  const octets = Buffer.from(text, 'utf8');
  const attributes: AttributeToSend[] = [];
  let at = 0;
  while (at < octets.length) {
    const end = characterBoundary(octets, Math.min(at + MAX_VALUE_LENGTH, octets.length));
    attributes.push({ type: AttributeType.replyMessage, value: octets.subarray(at, end) });
    at = end;
  }
  return attributes;
}

/** The value as it travels; refuses one that does not fit an attribute with `invalid_request`. */
export function wireValue(attribute: AttributeToSend, context: HidingContext): Uint8Array {
  const hidden = hide(attribute, context);
  const value =
    attribute.vendor === undefined
      ? hidden
      : vendorSpecificValue(attribute.vendor.id, attribute.type, hidden, attribute.vendor.shape);
  if (value.length > MAX_VALUE_LENGTH) {
    throw new DomainError(
      'invalid_request',
      `The value of RADIUS attribute ${attribute.type} has ${value.length} octets; ${MAX_VALUE_LENGTH} fit.`,
      { field: 'attributes' },
    );
  }
  return value;
}

/** The type that travels: the attribute's own, or Vendor-Specific. */
export function wireType(attribute: AttributeToSend): number {
  return attribute.vendor === undefined ? attribute.type : AttributeType.vendorSpecific;
}

function hide(attribute: AttributeToSend, context: HidingContext): Uint8Array {
  switch (attribute.hiding) {
    case undefined:
      return attribute.value;
    case 'user-password':
      return hidePassword(attribute.value, context.secret, context.requestAuthenticator);
    case 'salted': {
      const salted = hideSalted(attribute.value, context.nextSalt(), context);
      return attribute.tag === undefined ? salted : Buffer.concat([Buffer.of(attribute.tag), salted]);
    }
  }
}

function characterBoundary(octets: Buffer, limit: number): number {
  let end = limit;
  // 10xxxxxx continues a character: step back to where that character begins.
  while (end < octets.length && ((octets[end] as number) & 0xc0) === 0x80) {
    end -= 1;
  }
  return end;
}
