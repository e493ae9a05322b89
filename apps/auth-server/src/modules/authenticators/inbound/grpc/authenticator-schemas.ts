import { decodeBase32, type E164Phone, parsePhone } from '@countersign/domain';
import { SecretBytes } from '@countersign/errors';
import { z } from 'zod';
import type { TokenCursor } from '../../application/ports/token-list.ts';
import { count, fileContent, requiredText, secret, text, wordOrEmpty } from '../../../administration/index.ts';

const MAX_FILE_OCTETS = 12 * 1_048_576;
const SHORTEST_SEED = 16;
const LONGEST_SEED = 128;
const MAX_RECOVERY_CODES = 20;
const DEFAULT_RECOVERY_CODES = 10;

/** A seed in Base32; undefined when empty. */
function seed() {
  return secret({ max: 512 }).transform((value, context): SecretBytes | undefined => {
    if (value === undefined) return undefined;
    const octets = decodeBase32(value.expose().toString('utf8'));
    const problem =
      octets === undefined
        ? 'must be Base32 (letters A to Z, digits 2 to 7)'
        : octets.length < SHORTEST_SEED || octets.length > LONGEST_SEED
          ? `must hold ${SHORTEST_SEED} to ${LONGEST_SEED} octets (26 to 205 characters of Base32)`
          : undefined;
    if (octets !== undefined && problem === undefined) return new SecretBytes(octets);
    context.addIssue({ code: 'custom', input: undefined, message: problem ?? 'is wrong' });
    return z.NEVER;
  });
}

function oneOfNumbers<const T extends readonly number[]>(values: T, otherwise: T[number]) {
  return z
    .number()
    .refine((value) => value === 0 || values.includes(value), { error: `must be ${values.join(' or ')}` })
    .transform((value): T[number] => (value === 0 ? otherwise : value));
}

function phone() {
  return requiredText(64).transform((value, context): E164Phone => {
    const parsed = parsePhone(value);
    if (parsed !== undefined) return parsed;
    context.addIssue({ code: 'custom', input: value, message: 'must be an international number such as +41791234567' });
    return z.NEVER;
  });
}

function preSharedKey() {
  return text({ max: 128 }).transform((value, context): SecretBytes | undefined => {
    if (value === '') return undefined;
    const compact = value.replaceAll(/[\s:]/g, '');
    if (/^(?:[0-9a-f]{32}|[0-9a-f]{48}|[0-9a-f]{64})$/i.test(compact))
      return new SecretBytes(Buffer.from(compact, 'hex'));
    context.addIssue({ code: 'custom', input: undefined, message: 'must be 32, 48 or 64 hexadecimal digits' });
    return z.NEVER;
  });
}

export const addTotpSchema = z
  .object({
    user: requiredText(),
    name: text({ max: 100 }),
    algorithm: wordOrEmpty(['SHA1', 'SHA256', 'SHA512']).transform((word) => word ?? ('SHA1' as const)),
    digits: oneOfNumbers([6, 8], 6),
    periodSeconds: oneOfNumbers([30, 60], 30),
    secretBase32: seed(),
  })
  .transform(({ secretBase32, ...rest }) => ({ ...rest, seed: secretBase32 }));

export const addPhoneSchema = z.object({ user: requiredText(), phone: phone(), name: text({ max: 100 }) });

export const importSchema = z
  .object({
    format: z.enum(['pskc', 'oath_csv'], { error: 'must be pskc or oath_csv' }),
    content: fileContent({ maxOctets: MAX_FILE_OCTETS }),
    preSharedKeyHex: preSharedKey(),
    passphrase: text({ max: 1024 }),
    dryRun: z.boolean(),
    skipFailed: z.boolean(),
  })
  .transform(({ preSharedKeyHex, passphrase, ...rest }) => ({
    ...rest,
    credentials: { preSharedKey: preSharedKeyHex, passphrase },
  }));

export const assignSchema = z.object({ serialNumber: requiredText(64), user: requiredText() });

const code = () => requiredText(16).refine((value) => /^[0-9 ]+$/.test(value), { error: 'must be digits' });
export const resyncSchema = z.object({
  user: requiredText(),
  authenticator: text({ max: 64 }),
  firstCode: code(),
  secondCode: code(),
});

export const removeSchema = z.object({ user: text(), authenticator: requiredText(64) });

const reason = () => text({ max: 500 });
export const tokenSchema = z.object({ authenticator: requiredText(64), reason: reason() });
export const tokenStateSchema = z.object({
  authenticator: requiredText(64),
  state: z.enum(['active', 'suspended', 'revoked'], { error: 'must be active, suspended or revoked' }),
  reason: reason(),
});
export const replaceSchema = z
  .object({ authenticator: requiredText(64), replacementSerialNumber: requiredText(64), reason: reason() })
  .transform(({ replacementSerialNumber, ...rest }) => ({ ...rest, replacement: replacementSerialNumber }));

const MAX_PAGE = 200;
const DEFAULT_PAGE = 50;
export const listTokensSchema = z
  .object({
    search: text({ max: 100 }),
    state: wordOrEmpty(['active', 'suspended', 'revoked', 'unassigned', 'assigned']),
    kind: wordOrEmpty(['totp', 'hotp']),
    limit: count({ max: MAX_PAGE }).transform((limit) => (limit === 0 ? DEFAULT_PAGE : limit)),
    cursor: text({ max: 512 }),
  })
  .transform(({ cursor, ...rest }, context) => {
    if (cursor === '') return { ...rest, after: undefined };
    const after = readCursor(cursor);
    if (after !== undefined) return { ...rest, after };
    context.addIssue({ code: 'custom', input: undefined, path: ['cursor'], message: 'is not one that a list gave' });
    return z.NEVER;
  });

/** The end of a page as text. */
export function cursorText(after: TokenCursor | undefined): string {
  return after === undefined ? '' : Buffer.from(JSON.stringify([after.serial, after.id])).toString('base64url');
}

function readCursor(cursor: string): TokenCursor | undefined {
  try {
    const [serial, id] = z
      .tuple([z.string(), z.uuid()])
      .parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    return { serial, id };
  } catch {
    return undefined;
  }
}

export const recoveryCodesSchema = z.object({
  user: requiredText(),
  count: count({ max: MAX_RECOVERY_CODES }).transform((wanted) => (wanted === 0 ? DEFAULT_RECOVERY_CODES : wanted)),
});
