import {
  checkRequestSignature,
  isRequestDigestValid,
  RadiusCode,
  type RadiusPacket,
  type SharedSecret,
} from '@countersign/radius';
import type { DiscardReason } from './discard-reasons.ts';
import type { RadiusClient } from './radius-client.ts';

/** A request whose sender knows a secret of the client, as far as its kind lets us tell. */
export interface VerifiedRequest {
  readonly kind: 'verified';
  /** The secret that the reply is signed with. */
  readonly secret: SharedSecret;
  readonly isSigned: boolean;
  /** True when only the client's exception for unsigned Proxy-State let it pass. */
  readonly isByException: boolean;
}

/** A request that is dropped without a word. */
export interface UnverifiedRequest {
  readonly kind: 'discard';
  readonly reason: DiscardReason;
}

/**
 * Checks signatures before anything else may look at a request (RFC 3579 §3.2, RFC 2866 §3, RFC 5997 §3, CVE-2024-3596).
 * Each secret of the client is tried: during a rotation the signature tells which one the NAS uses. An unsigned request
 * counts as made with the current one.
 */
export function verifyRequest(packet: RadiusPacket, client: RadiusClient): VerifiedRequest | UnverifiedRequest {
  if (packet.code === RadiusCode.accountingRequest) {
    return verifyAccounting(packet, client);
  }
  if (!packet.hasMessageAuthenticator) {
    return verifyUnsigned(packet, client);
  }
  const secret = client.secrets.find((each) => checkRequestSignature(packet, each) === 'valid');
  return secret === undefined ? discard('message_authenticator_invalid') : verified(secret, true);
}

function verifyAccounting(packet: RadiusPacket, client: RadiusClient): VerifiedRequest | UnverifiedRequest {
  const secret = client.secrets.find((each) => isRequestDigestValid(packet, each));
  if (secret === undefined) {
    return discard('accounting_digest_invalid');
  }
  return checkRequestSignature(packet, secret) === 'invalid'
    ? discard('message_authenticator_invalid')
    : verified(secret, packet.hasMessageAuthenticator);
}

function verifyUnsigned(packet: RadiusPacket, client: RadiusClient): VerifiedRequest | UnverifiedRequest {
  const { configuration, secrets } = client;
  if (packet.code === RadiusCode.statusServer) {
    return discard('status_server_unsigned');
  }
  if (packet.hasEapMessage) {
    return discard('eap_unsigned');
  }
  if (configuration.isSignatureRequired) {
    return discard('message_authenticator_missing');
  }
  // The reply would echo the sender's octets under MD5 alone: that is the collision block of BlastRADIUS.
  if (packet.hasProxyState && !configuration.isUnsignedProxyStateAllowed) {
    return discard('proxy_state_unsigned');
  }
  const [current] = secrets;
  return current === undefined
    ? discard('message_authenticator_missing')
    : { ...verified(current, false), isByException: packet.hasProxyState };
}

function verified(secret: SharedSecret, isSigned: boolean): VerifiedRequest {
  return { kind: 'verified', secret, isSigned, isByException: false };
}

function discard(reason: DiscardReason): UnverifiedRequest {
  return { kind: 'discard', reason };
}
