import { describe, expect, it } from '@jest/globals';
import { SecretBytes } from '@countersign/errors';
import fc from 'fast-check';
import { CountingRandom } from './__fixtures__/counting-random.ts';
import { KeyedHash } from './keyed-hash.ts';

const hash = new KeyedHash(new SecretBytes(new CountingRandom().bytes(32)));

describe('KeyedHash', () => {
  it('computes HMAC-SHA-256 under an HKDF key, as another implementation does', () => {
    // Computed with Python's hmac and hashlib.
    expect(hash.deriveKey('otp').expose().toString('hex')).toBe(
      'ddbba51085c0e80e1ab084098de8fc2b0018aecea82e0773662db19eb63faadc',
    );
    expect(hash.hash('otp', 'alice', Buffer.from([1, 2])).toString('hex')).toBe(
      '5a9b6bfa50287df8d0ffc536bbe1f32ab0258c17164b549c99450a479cc9c437',
    );
  });

  it('is the same for the same parts, text or octets, and for nothing else', () => {
    const parts = fc.array(fc.string({ maxLength: 4 }), { maxLength: 4 });
    fc.assert(
      fc.property(parts, parts, (one, other) => {
        const isSame = JSON.stringify(one) === JSON.stringify(other);
        const otherOctets = other.map((part) => Buffer.from(part, 'utf8'));
        expect(hash.hash('x', ...one).equals(hash.hash('x', ...otherOctets))).toBe(isSame);
      }),
    );
  });

  it('does not confuse where one part ends and the next begins', () => {
    expect(hash.hash('x', 'ab', 'c')).not.toEqual(hash.hash('x', 'a', 'bc'));
    expect(hash.hash('x', '')).not.toEqual(hash.hash('x'));
  });

  it('is unrelated under another label or another root', () => {
    expect(hash.hash('a', 'p')).not.toEqual(hash.hash('b', 'p'));
    expect(new KeyedHash(new SecretBytes(Buffer.alloc(32))).hash('a', 'p')).not.toEqual(hash.hash('a', 'p'));
  });

  it('refuses a root that is too short', () => {
    expect(() => new KeyedHash(new SecretBytes(Buffer.alloc(31)))).toThrow('at least 32 octets');
  });
});
