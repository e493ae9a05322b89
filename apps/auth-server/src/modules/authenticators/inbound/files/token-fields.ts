import { DomainError, SecretBytes } from '@countersign/errors';
import type { OathAlgorithm } from '@countersign/domain';
import type { ImportedToken, ImportLine } from '../../application/imported-token.ts';

/** What a file says about a token apart from its secret; shown also when the token is refused. */
export interface TokenFields {
  readonly line: number;
  readonly serialNumber: string;
  readonly kind: string;
  readonly userName: string;
  readonly manufacturer: string;
  readonly model: string;
}

/** What a file says about the codes of a token; not yet checked. */
export interface TokenParameters {
  readonly secret: SecretBytes;
  readonly algorithm: OathAlgorithm;
  readonly digits: number;
  readonly periodSeconds: number;
  readonly counter: number;
  readonly driftSteps: number;
}

const SERIAL = /^[\x21-\x7e]{1,64}$/;
// RFC 4226 section 4 (R6): at least 128 bits.
const LEAST_SECRET_OCTETS = 16;
const MOST_SECRET_OCTETS = 128;
const MAX_COUNTER = 2 ** 40;
const MAX_DRIFT_STEPS = 200;

/** Checks one token; problems of its parts are refusals that name what is wrong. */
export function checkToken(fields: TokenFields, read: () => TokenParameters): ImportLine {
  const { kind } = fields;
  if (!SERIAL.test(fields.serialNumber)) {
    throw refusal('The serial number must be 1 to 64 letters, digits or signs without spaces.');
  }
  if (kind !== 'totp' && kind !== 'hotp')
    throw refusal(`The algorithm "${kind}" is not supported, only TOTP and HOTP.`);
  return { ...fields, token: tokenOf(fields, kind, read()) };
}

/** The hash function in what manufacturers call it; without a name it is SHA-1. */
export function algorithmOf(text: string): OathAlgorithm {
  const size = /sha-?_?(1|256|512)$/i.exec(text.trim())?.[1];
  if (text.trim() !== '' && size === undefined)
    throw refusal(`The hash function "${text.slice(0, 40)}" is not supported.`);
  return `SHA${(size ?? '1') as '1' | '256' | '512'}`;
}

/** Strict base64; the decoder of the platform would skip what it does not know. */
export function decodeBase64(text: string): SecretBytes {
  const compact = text.replaceAll(/\s/g, '');
  const octets = Buffer.from(compact, 'base64');
  if (octets.toString('base64').replace(/=+$/, '') !== compact.replace(/=+$/, '')) {
    throw refusal('The secret is not base64.');
  }
  return new SecretBytes(octets);
}

function tokenOf(fields: TokenFields, kind: 'totp' | 'hotp', read: TokenParameters): ImportedToken {
  const problem = problemOf(kind, read);
  if (problem !== undefined) throw refusal(problem);
  const { serialNumber, manufacturer, model } = fields;
  const { secret, algorithm, counter, driftSteps } = read;
  const digits = read.digits === 8 ? 8 : 6;
  const periodSeconds = read.periodSeconds === 60 ? 60 : 30;
  return { kind, serialNumber, secret, algorithm, digits, periodSeconds, counter, driftSteps, manufacturer, model };
}

function problemOf(kind: 'totp' | 'hotp', read: TokenParameters): string | undefined {
  const { secret, digits, periodSeconds, counter, driftSteps } = read;
  if (!isWithin(secret.length, LEAST_SECRET_OCTETS, MOST_SECRET_OCTETS)) {
    return `The secret must have ${LEAST_SECRET_OCTETS} to ${MOST_SECRET_OCTETS} octets; it has ${secret.length}.`;
  }
  if (digits !== 6 && digits !== 8) return 'Codes must have 6 or 8 digits.';
  if (kind === 'totp' && periodSeconds !== 30 && periodSeconds !== 60)
    return 'The time interval must be 30 or 60 seconds.';
  if (!isWithin(counter, 0, MAX_COUNTER)) return 'The counter must be a whole number, 0 or more.';
  if (!isWithin(driftSteps, -MAX_DRIFT_STEPS, MAX_DRIFT_STEPS)) {
    return `The time drift must be a whole number of at most ${MAX_DRIFT_STEPS} steps.`;
  }
  return undefined;
}

function isWithin(value: number, least: number, most: number): boolean {
  return Number.isSafeInteger(value) && value >= least && value <= most;
}

function refusal(message: string): DomainError {
  return new DomainError('invalid_request', message, { field: 'content' });
}
