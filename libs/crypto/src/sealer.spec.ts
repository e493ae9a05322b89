import { describe, expect, it } from '@jest/globals';
import { SecretBytes } from '@countersign/errors';
import fc from 'fast-check';
import { CountingRandom } from './__fixtures__/counting-random.ts';
import { Keyring } from './keyring.ts';
import { SealBroken } from './seal-broken.ts';
import { Sealer, sealedWith } from './sealer.ts';

const NOW = new Date('2026-01-01T00:00:00Z');
const place = { table: 'totp_authenticators', column: 'seed', row: 'row-1' };
const seed = SecretBytes.fromText('12345678901234567890');

function reasonOf(open: () => unknown): string {
  try {
    open();
  } catch (error) {
    if (error instanceof SealBroken) return error.reason;
    throw error;
  }
  return 'opened';
}

describe('Sealer', () => {
  it('writes the format that another implementation of AES-GCM computed', () => {
    const random = new CountingRandom();
    const sealer = new Sealer(Keyring.inMemory(NOW, random), random);
    // Computed with Python's cryptography package from the format in the docstring of Sealer.
    expect(sealer.seal(seed, place).toString('hex')).toBe(
      '0113323032362d30312d30312d3030303130323033000102030405060708090a0b7630e52ff0d3f523b471a6b982dd4d5bb4eebe04d2d870c1dab597dd992f95d035e5256d',
    );
  });

  it('opens what it sealed, whatever it is and wherever it belongs', () => {
    const sealer = new Sealer(Keyring.inMemory(NOW));
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        fc.string(),
        fc.string(),
        fc.string(),
        (octets, table, column, row) => {
          const sealed = sealer.seal(new SecretBytes(octets), { table, column, row });
          expect(sealer.open(sealed, { table, column, row }).expose()).toEqual(Buffer.from(octets));
        },
      ),
    );
  });

  it('never opens a value of which any bit was changed', () => {
    const sealer = new Sealer(Keyring.inMemory(NOW));
    const sealed = sealer.seal(seed, place);
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const altered = Buffer.from(sealed);
      altered.writeUInt8(altered.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(reasonOf(() => sealer.open(altered, place))).not.toBe('opened');
    }
  });

  it('never opens a shortened or a lengthened value', () => {
    const sealer = new Sealer(Keyring.inMemory(NOW));
    const sealed = sealer.seal(seed, place);
    for (let length = 0; length < sealed.length; length += 1) {
      expect(reasonOf(() => sealer.open(sealed.subarray(0, length), place))).not.toBe('opened');
    }
    expect(reasonOf(() => sealer.open(Buffer.concat([sealed, Buffer.alloc(1)]), place))).toBe('altered');
  });

  it.each([
    ['table', { ...place, table: 'yubikeys' }],
    ['column', { ...place, column: 'name' }],
    ['row', { ...place, row: 'row-2' }],
    ['boundary between table and column', { ...place, table: 'totp_authenticatorss', column: 'eed' }],
  ])('does not open a value moved to another %s', (_what, elsewhere) => {
    const sealer = new Sealer(Keyring.inMemory(NOW));
    expect(reasonOf(() => sealer.open(sealer.seal(seed, place), elsewhere))).toBe('altered');
  });

  it('names the key it lacks and never the content', () => {
    const sealed = new Sealer(Keyring.inMemory(NOW)).seal(seed, place);
    const open = () => new Sealer(Keyring.inMemory(NOW)).open(sealed, place);
    expect(reasonOf(open)).toBe('unknown_key');
    expect(open).toThrow(`totp_authenticators.seed is sealed with key ${sealedWith(sealed)}`);
    expect(open).not.toThrow('1234567890');
  });

  it('refuses what was never sealed', () => {
    const sealer = new Sealer(Keyring.inMemory(NOW));
    expect(reasonOf(() => sealer.open(Buffer.from('plain text in the column, long enough'), place))).toBe('malformed');
    expect(() => sealedWith(Buffer.alloc(0))).toThrow(SealBroken);
  });

  it('seals the same value differently each time', () => {
    const sealer = new Sealer(Keyring.inMemory(NOW));
    expect(sealer.seal(seed, place)).not.toEqual(sealer.seal(seed, place));
  });

  it('after a rotation seals with the new key, opens older values and knows them as stale', () => {
    const keyring = Keyring.inMemory(NOW);
    const sealer = new Sealer(keyring);
    const older = sealer.seal(seed, place);
    const id = keyring.rotate(NOW);
    const newer = sealer.seal(seed, place);
    expect([sealedWith(older) === id, sealedWith(newer) === id]).toEqual([false, true]);
    expect([sealer.isStale(older), sealer.isStale(newer)]).toEqual([true, false]);
    expect(sealer.open(older, place).equals(seed)).toBe(true);
  });
});
