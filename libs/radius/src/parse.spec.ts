import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AttributeType, HEADER_LENGTH } from './codes.ts';
import { parse, type ParseDiscardReason, type ParseResult } from './parse.ts';

/** A datagram with a right Length around `attributes`. */
function datagram(attributes: Buffer = Buffer.alloc(0), code = 1): Buffer {
  const octets = Buffer.concat([Buffer.alloc(HEADER_LENGTH, 7), attributes]);
  octets[0] = code;
  octets.writeUInt16BE(octets.length, 2);
  return octets;
}

function withLength(octets: Buffer, length: number): Buffer {
  const copy = Buffer.from(octets);
  copy.writeUInt16BE(length, 2);
  return copy;
}

function reasonOf(result: ParseResult): ParseDiscardReason | 'packet' {
  return result.kind === 'packet' ? 'packet' : result.reason;
}

const signature = Buffer.concat([Buffer.of(80, 18), Buffer.alloc(16, 9)]);
const name = Buffer.from([1, 3, 0x61]);

describe('parse', () => {
  it.each<[string, Buffer, ParseDiscardReason]>([
    ['an empty datagram', Buffer.alloc(0), 'datagram_too_short'],
    ['one octet', Buffer.of(1), 'datagram_too_short'],
    ['19 octets', datagram().subarray(0, 19), 'datagram_too_short'],
    ['Length 0', withLength(datagram(), 0), 'length_too_short'],
    ['Length 19', withLength(datagram(), 19), 'length_too_short'],
    ['Length beyond the datagram', withLength(datagram(), 21), 'length_beyond_datagram'],
    ['Length 65535', withLength(datagram(), 65535), 'length_too_long'],
    ['4097 octets', withLength(Buffer.alloc(4097, 1), 4097), 'length_too_long'],
    ['an attribute of length 0', datagram(Buffer.of(1, 0)), 'attribute_too_short'],
    ['an attribute of length 1', datagram(Buffer.of(1, 1)), 'attribute_too_short'],
    ['an attribute past the end', datagram(Buffer.of(1, 4, 0)), 'attribute_overrun'],
    ['one octet left over', datagram(Buffer.of(1)), 'attribute_overrun'],
    ['attribute type 0', datagram(Buffer.of(0, 3, 1)), 'attribute_type_zero'],
    ['201 attributes', datagram(Buffer.concat(new Array(201).fill(name))), 'too_many_attributes'],
    [
      'a signature of 15 octets',
      datagram(Buffer.concat([Buffer.of(80, 17), Buffer.alloc(15)])),
      'message_authenticator_malformed',
    ],
    ['two signatures', datagram(Buffer.concat([signature, signature])), 'message_authenticator_repeated'],
  ])('discards %s', (_, octets, reason) => {
    expect(reasonOf(parse(octets))).toBe(reason);
  });

  it('takes a header alone, 4096 octets and 200 attributes', () => {
    const full = Buffer.concat([
      ...new Array(15).fill(Buffer.concat([Buffer.of(18, 255), Buffer.alloc(253)])),
      Buffer.concat([Buffer.of(18, 251), Buffer.alloc(249)]),
    ]);
    expect(reasonOf(parse(datagram()))).toBe('packet');
    expect(datagram(full).length).toBe(4096);
    expect(reasonOf(parse(datagram(full)))).toBe('packet');
    expect(reasonOf(parse(datagram(Buffer.concat(new Array(200).fill(name)))))).toBe('packet');
  });

  it('ignores octets after Length', () => {
    const result = parse(Buffer.concat([datagram(name), Buffer.from('padding')]));
    expect(result.kind === 'packet' && result.packet.octets.equals(datagram(name))).toBe(true);
  });

  it('tells where the signature is and what the packet holds', () => {
    const result = parse(datagram(Buffer.concat([name, signature, Buffer.of(33, 3, 1), Buffer.of(79, 3, 1)])));
    expect(result).toMatchObject({
      kind: 'packet',
      packet: { messageAuthenticatorOffset: 25, hasProxyState: true, hasEapMessage: true, repeatedAttribute: 0 },
    });
  });

  it('names a once-only attribute that came twice, and forgets it with the next packet', () => {
    expect(parse(datagram(Buffer.concat([name, name])))).toMatchObject({ packet: { repeatedAttribute: 1 } });
    expect(parse(datagram(name))).toMatchObject({ packet: { repeatedAttribute: 0 } });
    expect(parse(datagram(Buffer.of(18, 3, 1, 18, 3, 1)))).toMatchObject({ packet: { repeatedAttribute: 0 } });
  });

  it('treats a number of the wrong length as absent and text that is not UTF-8 as absent', () => {
    const result = parse(datagram(Buffer.of(AttributeType.nasPort, 4, 0, 1, AttributeType.userName, 4, 0xff, 0xfe)));
    expect(result.kind === 'packet' && result.packet.findInteger(AttributeType.nasPort)).toBe(undefined);
    expect(result.kind === 'packet' && result.packet.findText(AttributeType.userName)).toBe(undefined);
  });

  it('never throws, and what it accepts adds up to Length', () => {
    const hostile = fc.uint8Array({ maxLength: 120 }).map((octets) => {
      const copy = Buffer.from(octets);
      if (copy.length >= HEADER_LENGTH && (copy[19] as number) < 200) {
        copy.writeUInt16BE(copy.length, 2);
      }
      return copy;
    });
    fc.assert(
      fc.property(hostile, (octets) => {
        const result = parse(octets);
        if (result.kind === 'packet') {
          const total = [...result.packet.attributes()].reduce(
            (sum, { value }) => sum + value.length + 2,
            HEADER_LENGTH,
          );
          expect(total).toBe(octets.readUInt16BE(2));
        }
      }),
      { numRuns: 2000 },
    );
  });
});
