import type { SecretBytes } from '@countersign/errors';
import type { OathAlgorithm } from '../authenticators/authenticator.ts';
import { encodeBase32 } from './base32.ts';
import type { OtpDigits } from './hotp.ts';

/** What an app must know to make codes. */
export type OtpAuthUriParts = {
  /** Who asks for the codes: shown above them in the app. */
  readonly issuer: string;
  /** Whose codes they are: shown below them. */
  readonly accountName: string;
  readonly seed: SecretBytes;
  readonly algorithm: OathAlgorithm;
  readonly digits: OtpDigits;
} & (
  | { readonly kind: 'totp'; readonly periodSeconds: 30 | 60 }
  /** `nextCounter`: what the app computes first. */
  | { readonly kind: 'hotp'; readonly nextCounter: number }
);

/**
 * The URI that authenticator apps read from a QR code ("Key Uri Format" of Google Authenticator). It holds the seed:
 * to be shown once, never logged.
 */
export function otpauthUri(parts: OtpAuthUriParts): string {
  const issuer = uriComponent(parts.issuer);
  const label = `${issuer}:${uriComponent(parts.accountName)}`;
  const parameters = [
    `secret=${encodeBase32(parts.seed.expose())}`,
    `issuer=${issuer}`,
    `algorithm=${parts.algorithm}`,
    `digits=${parts.digits}`,
    parts.kind === 'totp' ? `period=${parts.periodSeconds}` : `counter=${parts.nextCounter}`,
  ];
  return `otpauth://${parts.kind}/${label}?${parameters.join('&')}`;
}

/** Percent-encoded (spaces too: apps do not read "+"); a colon would end the issuer early, even when encoded. */
function uriComponent(text: string): string {
  return encodeURIComponent(
    text
      .replace(/:/g, ' ')
      .replace(/\p{Surrogate}/gu, '\ufffd')
      .trim(),
  );
}
