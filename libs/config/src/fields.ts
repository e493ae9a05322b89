import { accessSync, constants } from 'node:fs';
import { SecretBytes } from '@countersign/errors';
import { z } from 'zod';
import { systemCodeOf } from './error-code.ts';
import type { FieldMeta } from './field-meta.ts';
import { type HostPort, parseHostPort } from './host-port.ts';

const fieldMeta = (meta: FieldMeta): Record<string, unknown> => ({ ...meta });
const required = 'is missing';

function fail(context: z.core.$RefinementCtx<string>, message: string): never {
  context.addIssue({ code: 'custom', message, input: context.value });
  return z.NEVER;
}

/** Text of `min` to `max` characters. */
export function text({ min = 1, max = 1024, example = 'text' }: { min?: number; max?: number; example?: string } = {}) {
  return z
    .string({ error: required })
    .min(min, `must have at least ${min} characters`)
    .max(max, `must have at most ${max} characters`)
    .meta(fieldMeta({ configType: 'text', example }));
}

/** `true` or `false`; also `1`, `0`, `yes`, `no`, `on`, `off`. */
export function booleanFlag() {
  const words = { truthy: ['true', '1', 'yes', 'on'], falsy: ['false', '0', 'no', 'off'] };
  return z
    .stringbool({ ...words, error: (issue) => (issue.input === undefined ? required : 'must be true or false') })
    .meta(fieldMeta({ configType: 'true or false', example: 'true' }));
}

/** A whole number from `min` to `max`. */
export function integer({ min = 0, max = Number.MAX_SAFE_INTEGER }: { min?: number; max?: number } = {}) {
  return wholeNumber(min, max, 'must be a whole number').meta(
    fieldMeta({ configType: `whole number, ${rangeOf(min, max)}`, example: String(Math.max(min, Math.min(10, max))) }),
  );
}

/** A TCP or UDP port; 0 lets the system choose a free one. */
export function port() {
  return wholeNumber(0, 65_535, 'must be a port number').meta(fieldMeta({ configType: 'port', example: '4443' }));
}

/**
 * A duration as a whole number in the unit that ends the variable's name (`_SECONDS`, `_MILLISECONDS`, `_MINUTES`,
 * `_HOURS`, `_DAYS`); a variable whose name has no unit is a mistake in the schema and is reported at start.
 */
export function duration({ min = 0, max = 31_622_400_000 }: { min?: number; max?: number } = {}) {
  return wholeNumber(min, max, 'must be a whole number without a unit, the unit is the end of the name').meta(
    fieldMeta({
      configType: `duration, ${rangeOf(min, max)}`,
      example: String(Math.max(min, Math.min(30, max))),
      isDuration: true,
    }),
  );
}

/** One of `values`. */
export function choice<const T extends readonly [string, ...string[]]>(values: T) {
  const words = values.join(', ');
  return z
    .enum(values, { error: (issue) => (issue.input === undefined ? required : `must be one of ${words}`) })
    .meta(fieldMeta({ configType: `one of ${words}`, example: values[0] }));
}

/** `host:port`; the port may be left out when there is a default one. */
export function hostPort({ defaultPort }: { defaultPort?: number } = {}) {
  return z
    .string({ error: required })
    .transform(
      (value, context): HostPort => parseHostPort(value.trim(), defaultPort) ?? fail(context, 'must be host:port'),
    )
    .meta(fieldMeta({ configType: 'host:port', example: `server.example:${defaultPort ?? 4443}` }));
}

/** At least one `host:port`, separated by commas. */
export function hostPortList({ defaultPort }: { defaultPort?: number } = {}) {
  const examplePort = defaultPort ?? 4443;
  return z
    .string({ error: required })
    .transform((value, context): readonly HostPort[] => {
      const entries = splitList(value);
      if (entries.length === 0) fail(context, 'must name at least one host:port');
      return entries.map(
        (entry) => parseHostPort(entry, defaultPort) ?? fail(context, `has "${entry}", which is not host:port`),
      );
    })
    .meta(fieldMeta({ configType: 'list of host:port', example: `a.example:${examplePort},b.example:${examplePort}` }));
}

/** Words separated by commas, without empty ones. */
export function list({ example = 'one,two' }: { example?: string } = {}) {
  return z
    .string({ error: required })
    .transform((value): readonly string[] => splitList(value))
    .meta(fieldMeta({ configType: 'list', example }));
}

/** The path of a file; with `mustExist` it is checked at start that this process may read it. */
export function filePath({ mustExist = true, example = '/etc/countersign/file' } = {}) {
  return z
    .string({ error: required })
    .min(1, required)
    .superRefine((value, context) => {
      const problem = mustExist ? problemOfFile(value) : undefined;
      if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
    })
    .meta(fieldMeta({ configType: 'file', example }));
}

/** An absolute URL with one of `protocols` (without the colon). */
export function url({ protocols = ['https'], example = 'https://server.example/' } = {}) {
  return z
    .string({ error: required })
    .refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol.slice(0, -1)), {
      error: `must be a URL that begins with ${protocols.map((each) => `${each}://`).join(' or ')}`,
    })
    .meta(fieldMeta({ configType: 'URL', example }));
}

/** A secret text, such as a password. Better given as `<NAME>_FILE`. */
export function secretText({ min = 1, max = 4096 }: { min?: number; max?: number } = {}) {
  return z
    .string({ error: required })
    .min(min, `must have at least ${min} characters`)
    .max(max, `must have at most ${max} characters`)
    .transform((value) => SecretBytes.fromText(value))
    .meta(fieldMeta({ configType: 'secret', isSecret: true }));
}

/** A secret key of exactly `octets` octets in base64. Better given as `<NAME>_FILE`. */
export function base64Key({ octets }: { octets: number }) {
  return z
    .string({ error: required })
    .transform((value, context) => {
      const key = Buffer.from(value.trim(), 'base64');
      // Buffer skips what is not base64; writing it back shows whether anything was skipped.
      const isBase64 = key.toString('base64').replace(/=+$/, '') === value.trim().replace(/=+$/, '');
      if (!isBase64) return fail(context, 'must be base64');
      if (key.length !== octets) return fail(context, `must hold ${octets} octets in base64, it holds ${key.length}`);
      return new SecretBytes(key);
    })
    .meta(fieldMeta({ configType: `secret key, ${octets} octets in base64`, isSecret: true }));
}

function wholeNumber(min: number, max: number, complaint: string) {
  return z.string({ error: required }).transform((value, context): number => {
    const number = /^-?\d{1,16}$/.test(value.trim()) ? Number(value) : Number.NaN;
    if (!Number.isSafeInteger(number)) return fail(context, complaint);
    if (number < min || number > max) return fail(context, `must be ${rangeOf(min, max)}`);
    return number;
  });
}

function rangeOf(min: number, max: number): string {
  return max === Number.MAX_SAFE_INTEGER ? `${min} or more` : `${min} to ${max}`;
}

function splitList(value: string): string[] {
  return value
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

function problemOfFile(path: string): string | undefined {
  try {
    accessSync(path, constants.R_OK);
    return undefined;
  } catch (error) {
    const code = systemCodeOf(error);
    return code === 'ENOENT'
      ? `names the file ${path}, which does not exist`
      : `names ${path}, which cannot be read (${code})`;
  }
}
