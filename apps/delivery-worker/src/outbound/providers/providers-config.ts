import { z } from 'zod';
import { placeholdersOf } from '../http/fill-template.ts';

/** What a template may always hold; further names come from `secretFiles`. */
const MESSAGE_PLACEHOLDERS: readonly string[] = ['to', 'toDigits', 'text', 'id'];
const name = z
  .string()
  .regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,63}$/, { error: 'must be a name of letters, digits and hyphens' });
const timeoutMilliseconds = z.number().int().min(100).max(60_000).default(10_000);
const file = z.string().min(1);

const successSchema = z
  .strictObject({
    status: z.tuple([z.number().int().min(100).max(599), z.number().int().min(100).max(599)]).default([200, 299]),
    json: z
      .strictObject({ path: z.string().min(1).max(256), equals: z.array(z.string().max(256)).min(1).max(32) })
      .optional(),
    bodyMatches: z
      .string()
      .min(1)
      .max(512)
      .refine(isRegularExpression, { error: 'is not a regular expression' })
      .optional(),
  })
  .prefault({});

const httpSchema = z
  .strictObject({
    name,
    kind: z.literal('http'),
    channel: z.literal('text_message').default('text_message'),
    url: z.string().max(2048),
    method: z.enum(['GET', 'POST', 'PUT']).default('POST'),
    headers: z
      .record(
        z.string().regex(/^[A-Za-z0-9-]{1,64}$/),
        z
          .string()
          .max(2048)
          .regex(/^[^\r\n\0]*$/),
      )
      .default({}),
    /**
     * How the body is written and its values escaped, which is also its content type; the template holds `{to}` or
     * `{toDigits}` (without the plus), `{text}`, `{id}` and the names of `secretFiles`.
     */
    body: z
      .strictObject({ format: z.enum(['form', 'json', 'xml', 'text']), template: z.string().max(16_384) })
      .optional(),
    /** Placeholder name to file. */
    secretFiles: z.record(z.string().regex(/^[a-zA-Z][a-zA-Z0-9_]{0,31}$/), file).default({}),
    success: successSchema,
    timeoutMilliseconds,
    caFile: file.optional(),
  })
  .superRefine((provider, context) => {
    for (const problem of httpProblems(provider)) context.addIssue({ code: 'custom', input: provider, ...problem });
  });

const mailSchema = z
  .strictObject({
    name,
    kind: z.literal('mail'),
    channel: z.enum(['text_message', 'mail']).default('text_message'),
    host: z.string().min(1).max(255),
    port: z.number().int().min(1).max(65_535).optional(),
    security: z.enum(['tls', 'starttls', 'none']).default('starttls'),
    caFile: file.optional(),
    account: z.strictObject({ user: z.string().min(1).max(256), passwordFile: file }).optional(),
    from: z.email(),
    /** `{number}@sms.example`; the number without its plus. */
    addressTemplate: z
      .string()
      .max(255)
      .regex(/^[^@\s]*\{number\}[^@\s]*@[^@\s{}]+$/, {
        error: 'must be an address with {number} before the @',
      })
      .optional(),
    subject: z
      .strictObject({ en: z.string().max(128), fr: z.string().max(128) })
      .default({ en: 'Your sign-in code', fr: 'Votre code de connexion' }),
    timeoutMilliseconds,
    /** Needed for `security: none`: the code and the password cross the network readable by everybody on the way. */
    dangerouslyAllowPlaintext: z.boolean().default(false),
  })
  .superRefine((provider, context) => {
    for (const problem of mailProblems(provider)) context.addIssue({ code: 'custom', input: provider, ...problem });
  });

/** The file that DELIVERY_PROVIDERS_FILE names: the providers, in the order they are tried. */
export const providersConfigSchema = z
  .strictObject({
    providers: z
      .array(z.discriminatedUnion('kind', [httpSchema, mailSchema]))
      .min(1)
      .max(16),
  })
  .refine(({ providers }) => new Set(providers.map((each) => each.name)).size === providers.length, {
    error: 'two providers have the same name',
    path: ['providers'],
  });

/** A checked configuration; secrets and certificates are still in their files. */
export type ProvidersConfig = z.output<typeof providersConfigSchema>;
/** One HTTP gateway of it. */
export type HttpProviderConfig = Extract<ProvidersConfig['providers'][number], { kind: 'http' }>;
/** One mail relay of it. */
export type MailProviderConfig = Extract<ProvidersConfig['providers'][number], { kind: 'mail' }>;

interface Problem {
  readonly path: string[];
  readonly message: string;
}

type HttpShape = z.output<typeof httpSchema>;

function httpProblems(provider: HttpShape): Problem[] {
  const { url, method, body } = provider;
  const template = body?.template ?? '';
  const problems = placeholderProblems(provider, template);
  const urlProblem = problemOfUrl(url);
  if (urlProblem !== undefined) problems.push({ path: ['url'], message: urlProblem });
  if (method === 'GET' && body !== undefined) problems.push({ path: ['body'], message: 'has no place in a GET' });
  if (body?.format === 'json' && !isJson(template)) {
    problems.push({ path: ['body'], message: 'is not JSON: write placeholders inside quotes, as in {"to":"{to}"}' });
  }
  return problems;
}

function placeholderProblems({ url, headers, secretFiles }: HttpShape, template: string): Problem[] {
  const known = [...MESSAGE_PLACEHOLDERS, ...Object.keys(secretFiles)];
  const problems = Object.entries({ url, body: template, ...headers }).flatMap(([place, text]) => {
    const unknown = placeholdersOf(text).find((each) => !known.includes(each));
    return unknown === undefined ? [] : [{ path: [place], message: `has {${unknown}}, for which there is no value` }];
  });
  const all = placeholdersOf(`${url} ${template}`);
  const isComplete = all.includes('text') && (all.includes('to') || all.includes('toDigits'));
  if (!isComplete) problems.push({ path: ['body'], message: 'must say {to} or {toDigits}, and {text}' });
  return problems;
}

/** The host is fixed, and a code travels in clear to nobody but this machine. */
function problemOfUrl(url: string): string | undefined {
  const [beforeQuery = ''] = url.split('?', 1);
  if (placeholdersOf(beforeQuery).length > 0) return 'may have placeholders only behind the question mark';
  if (!URL.canParse(url)) return 'is not a URL';
  const { protocol, hostname, username, password } = new URL(url);
  if (username !== '' || password !== '') return 'must hold no password: use headers and secretFiles';
  if (protocol === 'https:') return undefined;
  const isLocal = ['127.0.0.1', '[::1]', 'localhost'].includes(hostname);
  return protocol === 'http:' && isLocal ? undefined : 'must begin with https:// (http:// for this machine alone)';
}

function mailProblems(provider: z.output<typeof mailSchema>): Problem[] {
  const { security, dangerouslyAllowPlaintext, channel, addressTemplate } = provider;
  const problems: Problem[] = [];
  if (security === 'none' && !dangerouslyAllowPlaintext) {
    problems.push({ path: ['security'], message: 'none would send codes in clear: use tls or starttls' });
  }
  if (channel === 'text_message' && addressTemplate === undefined) {
    problems.push({ path: ['addressTemplate'], message: 'is missing: where do text messages go, as {number}@…' });
  }
  return problems;
}

function isJson(template: string): boolean {
  try {
    JSON.parse(template);
    return true;
  } catch {
    return false;
  }
}

function isRegularExpression(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}
