import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { HmacMd5Key } from './hmac-md5.ts';
import { Md5, md5 } from './md5.ts';

describe('md5', () => {
  // RFC 1321 appendix A.5
  it.each([
    ['', 'd41d8cd98f00b204e9800998ecf8427e'],
    ['a', '0cc175b9c0f1b6a831c399e269772661'],
    ['abc', '900150983cd24fb0d6963f7d28e17f72'],
    ['message digest', 'f96b697d7cb7938d525a2f31aaf161d0'],
    ['abcdefghijklmnopqrstuvwxyz', 'c3fcd3d76192e4007dfb496cca67e13b'],
    [
      '12345678901234567890123456789012345678901234567890123456789012345678901234567890',
      '57edf4a22be3c955ac49da2e2107b67a',
    ],
  ])('digests %j as RFC 1321 says', (text, digest) => {
    expect(md5(Buffer.from(text)).toString('hex')).toBe(digest);
  });

  it('agrees with OpenSSL for every length around the block borders', () => {
    for (let length = 0; length < 260; length += 1) {
      const octets = Buffer.alloc(length, length);
      expect(md5(octets).equals(createHash('md5').update(octets).digest())).toBe(true);
    }
  });

  it('agrees with OpenSSL however the text is cut into pieces', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 150 }), { maxLength: 6 }), (pieces) => {
        expect(md5(...pieces).equals(createHash('md5').update(Buffer.concat(pieces)).digest())).toBe(true);
      }),
    );
  });

  it('takes in only the range it is given', () => {
    const digest = Buffer.alloc(16);
    new Md5().update(Buffer.from('xxabcyy'), 2, 5).digestInto(digest);
    expect(digest.equals(md5(Buffer.from('abc')))).toBe(true);
  });
});

describe('HmacMd5Key', () => {
  // RFC 2202 §2, cases 1, 2, 3 and 6
  it.each([
    [Buffer.alloc(16, 0x0b), Buffer.from('Hi There'), '9294727a3638bb1c13f48ef8158bfc9d'],
    [Buffer.from('Jefe'), Buffer.from('what do ya want for nothing?'), '750c783e6ab0b503eaa86e310a5db738'],
    [Buffer.alloc(16, 0xaa), Buffer.alloc(50, 0xdd), '56be34521d144c88dbb8c733f0e8b3f6'],
    [
      Buffer.alloc(80, 0xaa),
      Buffer.from('Test Using Larger Than Block-Size Key - Hash Key First'),
      '6b1ab7fe4bd7bf8f0b62e6ce61b9d0cd',
    ],
  ])('signs the vectors of RFC 2202 (%#)', (key, text, digest) => {
    expect(new HmacMd5Key(key).sign(text).toString('hex')).toBe(digest);
  });

  it('agrees with OpenSSL for any key and text', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 130 }), fc.uint8Array({ maxLength: 300 }), (key, text) => {
        expect(new HmacMd5Key(key).sign(text).equals(createHmac('md5', key).update(text).digest())).toBe(true);
      }),
    );
  });

  it('tells a digest with one wrong bit, and one that is too short, from the right one', () => {
    const key = new HmacMd5Key(Buffer.from('k'));
    const digest = key.sign(Buffer.from('text'));
    expect(key.verify(digest, Buffer.from('text'))).toBe(true);
    for (let bit = 0; bit < 128; bit += 1) {
      const forged = Buffer.from(digest);
      forged[bit >> 3] = (forged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(key.verify(forged, Buffer.from('text'))).toBe(false);
    }
    expect(key.verify(digest.subarray(0, 15), Buffer.from('text'))).toBe(false);
  });
});
