import * as z from 'zod/mini';
import './field-words.ts';

const messageOf = (schema: z.ZodMiniType, value: unknown) => schema.safeParse(value).error?.issues[0]?.message;

describe('what a schema finds', () => {
  it.each([
    ['an empty field that must not be', z.string().check(z.minLength(3)), '', 'kit.field.required'],
    ['a text that is too short', z.string().check(z.minLength(3)), 'ab', 'kit.field.tooShort|minimum=3'],
    ['a text that is too long', z.string().check(z.maxLength(2)), 'abc', 'kit.field.tooLong|maximum=2'],
    ['a number that is too large', z.number().check(z.maximum(9)), 10, 'kit.field.tooLarge|maximum=9'],
    ['a number that is missing', z.number(), undefined, 'kit.field.required'],
    ['what is no address', z.email(), 'x', 'kit.field.email'],
    ['a page’s own words', z.string().check(z.regex(/^a$/, 'users.onlyA')), 'b', 'users.onlyA'],
  ])('%s is the key of a text', (_what, schema, value, key) => {
    expect(messageOf(schema as z.ZodMiniType, value)).toBe(key);
  });
});
