import {
  canonicalUserName,
  type ChannelLanguages,
  checkPassword,
  type E164Phone,
  parseMail,
  parsePhone,
} from '@countersign/domain';
import { z } from 'zod';
import { requiredText, secret, text, texts, wordOrEmpty } from '../../../administration/index.ts';

/** Methods that can be a user's own choice. */
const DEFAULT_METHODS = ['totp', 'hotp', 'text_message'] as const;
const CHANNELS: readonly string[] = ['call', 'text', 'app', 'oath'];
const LANGUAGES: readonly string[] = ['en', 'fr'];
/** What a RADIUS User-Password carries (RFC 2865 section 5.2). */
const MAX_PASSWORD_OCTETS = 128;

/** How a request names a user: any of the names, or the id. */
export function userReference() {
  return requiredText();
}

/** A user name in its canonical form. */
export function userName() {
  return requiredText().transform((value, context) => canonical(value, context));
}

/** Other names of a user, canonical. */
export function aliases() {
  return texts({ maxItems: 20 }).transform((values, context) => [
    ...new Set(values.map((value) => canonical(value, context))),
  ]);
}

/** A mail address, or empty. Whether it works only a message tells. */
export function mailAddress() {
  return text({ max: 254 }).refine((value) => parseMail(value).kind === 'valid', {
    error: 'must be a mail address such as anna@example.com',
  });
}

/** Language per channel. */
export function languages() {
  return z
    .record(z.string(), z.string(), { error: 'must be pairs of channel and language' })
    .transform((value, context): ChannelLanguages => {
      for (const [channel, language] of Object.entries(value)) {
        if (CHANNELS.includes(channel) && LANGUAGES.includes(language)) continue;
        context.addIssue({
          code: 'custom',
          input: value,
          message: 'must be pairs of call, text, app or oath and en or fr',
        });
        return z.NEVER;
      }
      return value;
    });
}

/** The default method; undefined when empty. */
export function defaultMethod() {
  return wordOrEmpty(DEFAULT_METHODS);
}

/** A phone in international form; undefined when empty. */
export function phoneOrEmpty() {
  return text({ max: 64 }).transform((value, context): E164Phone | undefined => {
    if (value === '') return undefined;
    const phone = parsePhone(value);
    if (phone !== undefined) return phone;
    context.addIssue({
      code: 'custom',
      input: value,
      message: 'must be an international number such as +41791234567, or +41791234567 x12',
    });
    return z.NEVER;
  });
}

/** A local password; undefined when empty. */
export function passwordOrEmpty() {
  return secret({ max: MAX_PASSWORD_OCTETS }).superRefine((value, context) => {
    if (value === undefined) return;
    const [problem] = checkPassword(value.expose().toString('utf8'));
    if (problem === undefined) return;
    context.addIssue({
      code: 'custom',
      input: undefined,
      message: problem.message.replace(/^password /, '').replace(/\.$/, ''),
    });
  });
}

function canonical(value: string, context: z.core.$RefinementCtx): string {
  const name = canonicalUserName(value);
  if (name !== undefined) return name;
  context.addIssue({
    code: 'custom',
    input: value,
    message: 'must be a name of at most 256 letters, digits and signs',
  });
  return z.NEVER;
}
