import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CountingRandom, ScriptedRandom } from './__fixtures__/counting-random.ts';
import { randomDigits, randomIntegerBelow, randomToken } from './random-draws.ts';
import { SystemRandom } from './random-source.ts';
import { uuidv7 } from './uuid.ts';

describe('SystemRandom', () => {
  it('gives every length asked for, across the end of the pool', () => {
    const random = new SystemRandom();
    for (const length of [0, 1, 16, 255, 256, 257, 5000]) expect(random.bytes(length)).toHaveLength(length);
    for (let draw = 0; draw < 1000; draw += 1) expect(random.bytes(100)).toHaveLength(100);
  });

  it('never gives the same octets twice', () => {
    const random = new SystemRandom();
    const draws = Array.from({ length: 5000 }, () => random.bytes(16).toString('hex'));
    expect(new Set(draws).size).toBe(draws.length);
  });

  it('hands out a copy that later draws do not touch', () => {
    const random = new SystemRandom();
    const drawn = random.bytes(16);
    const before = Buffer.from(drawn);
    for (let draw = 0; draw < 1000; draw += 1) random.bytes(16);
    expect(drawn).toEqual(before);
  });

  it.each([-1, 1.5, Number.NaN])('refuses %p octets', (length) => {
    expect(() => new SystemRandom().bytes(length)).toThrow(RangeError);
  });
});

describe('randomIntegerBelow', () => {
  it('stays below the limit', () => {
    const random = new SystemRandom();
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 32 }), (limit) => {
        const drawn = randomIntegerBelow(random, limit);
        expect(Number.isInteger(drawn) && drawn >= 0 && drawn < limit).toBe(true);
      }),
    );
  });

  it('throws away a draw that would favour small numbers', () => {
    const unfair = Buffer.from('ffffffff', 'hex');
    expect(randomIntegerBelow(new ScriptedRandom(unfair, Buffer.from('0000000d', 'hex')), 10)).toBe(3);
  });

  it.each([0, -1, 1.5, 2 ** 32 + 1])('refuses the limit %p', (limit) => {
    expect(() => randomIntegerBelow(new SystemRandom(), limit)).toThrow(RangeError);
  });
});

describe('randomDigits and randomToken', () => {
  it('keeps leading zeros', () => {
    const zero = (): Buffer => Buffer.alloc(4);
    expect(randomDigits(new ScriptedRandom(zero(), zero(), zero()), 3)).toBe('000');
  });

  it('writes a token that needs no escaping in a URL', () => {
    expect(randomToken(new SystemRandom(), 32)).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });
});

describe('uuidv7', () => {
  it('agrees with the example of RFC 9562 appendix A.6', () => {
    const random = new ScriptedRandom(Buffer.from('0000000000000cc318c4dc0c0c07398f', 'hex'));
    const now = new Date('2022-02-22T19:22:22.000Z');
    expect(uuidv7(now, random)).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f');
  });

  it('always has version 7 and variant 10', () => {
    const random = new SystemRandom();
    for (let draw = 0; draw < 100; draw += 1) {
      expect(uuidv7(new Date(0), random)).toMatch(/^0{8}-0{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
  });

  it('sorts in the order of time', () => {
    const instant = fc.date({ min: new Date(0), max: new Date('2500-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(instant, instant, (one, other) => {
        fc.pre(one.getTime() < other.getTime());
        expect(uuidv7(one, new SystemRandom()) < uuidv7(other, new CountingRandom())).toBe(true);
      }),
    );
  });
});
