import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { parsePart } from './parse-part.ts';

const schema = z.strictObject({ name: z.string().min(1), phones: z.array(z.string()).default([]) });

describe('parsePart', () => {
  it('gives what the schema makes of it', () => {
    expect(parsePart(schema, { name: 'Zoé\nLine' }, 'body')).toEqual({ name: 'Zoé\nLine', phones: [] });
  });

  it('names the field that is wrong', () => {
    expect(() => parsePart(schema, { name: '' }, 'body')).toThrow(
      expect.objectContaining({ code: 'invalid_request', field: 'name' }),
    );
  });

  it.each(['\u0000', '\u001b[2J', '\u0085', '\u007f'])('refuses the control character %j', (character) => {
    expect(() => parsePart(schema, { name: 'a', phones: [`1${character}2`] }, 'body')).toThrow(
      expect.objectContaining({ code: 'invalid_request', field: 'phones.0' }),
    );
  });

  it('refuses it in the name of a field as well', () => {
    expect(() => parsePart(undefined, { 'a\u0000': 1 }, 'query')).toThrow('control character');
  });

  it('does not follow nesting without end', () => {
    let deep: unknown = 'x';
    for (let level = 0; level < 50; level += 1) deep = { deep };
    expect(() => parsePart(undefined, deep, 'body')).toThrow(expect.objectContaining({ code: 'invalid_request' }));
  });
});
