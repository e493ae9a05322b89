import { describe, expect, it } from '@jest/globals';
import { formatAttributes } from './attribute-text.ts';
import { type AttributeToSend, textAttribute } from './attribute-to-send.ts';
import { createAccessRequest, createStatusServer } from './client.ts';
import { AttributeType, RadiusCode } from './codes.ts';
import { createBuiltInDictionary } from './dictionary/built-in-dictionary.ts';
import { encodeReply } from './encode.ts';
import { parse } from './parse.ts';
import { SharedSecret } from './shared-secret.ts';
import { checkRequestSignature, isRequestDigestValid } from './signature.ts';
import { revealPassword } from './user-password.ts';

const RUNS = 20_000;
const secret = SharedSecret.fromText('testing123');
const dictionary = createBuiltInDictionary();

/** xorshift32: the same seed gives the same packets, so a failure can be repeated. */
function generator(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
}

const vendor: AttributeToSend = { type: 1, vendor: { id: 9 }, value: Buffer.from('ip:source-ip=10.0.0.1') };
const seeds = [
  createAccessRequest({ identifier: 1, secret, userName: 'alice', password: 'secret', attributes: [vendor] }).octets,
  createAccessRequest({
    identifier: 2,
    secret,
    userName: 'bob',
    password: 'x'.repeat(100),
    state: Buffer.alloc(32, 1),
    attributes: [textAttribute(AttributeType.proxyState, 'one'), textAttribute(AttributeType.tunnelPassword, 'abc')],
  }).octets,
  createStatusServer({ identifier: 3, secret }).octets,
];

function mutate(next: (limit: number) => number): Buffer {
  const source = Buffer.from(seeds[next(seeds.length)] as Buffer);
  for (let change = 1 + next(4); change > 0; change -= 1) {
    source[next(source.length)] = next(256);
  }
  const cut = source.subarray(0, next(5) === 0 ? next(source.length + 1) : source.length);
  if (cut.length >= 4 && next(2) === 0) {
    cut.writeUInt16BE(cut.length, 2);
  }
  return cut;
}

describe('hostile datagrams', () => {
  it('throw nowhere on their way through the codec, and none of them is validly signed', () => {
    const next = generator(0x5eed);
    let packets = 0;
    for (let run = 0; run < RUNS; run += 1) {
      const datagram = mutate(next);
      const result = parse(datagram);
      if (result.kind === 'discard' || seeds.some((seed) => seed.equals(result.packet.octets))) {
        continue;
      }
      packets += 1;
      const { packet } = result;
      expect(checkRequestSignature(packet, secret)).not.toBe('valid');
      isRequestDigestValid(packet, secret);
      formatAttributes(dictionary, packet);
      const hidden = packet.find(AttributeType.userPassword);
      if (hidden !== undefined) {
        revealPassword(hidden, secret, packet.requestAuthenticator);
      }
      encodeReply({ code: RadiusCode.accessReject, request: packet, secret, attributes: [] });
    }
    expect(packets).toBeGreaterThan(RUNS / 10);
  });
});
