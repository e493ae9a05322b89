import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type AttributeToSend, integerAttribute, replyMessageAttributes, textAttribute } from './attribute-to-send.ts';
import {
  chapPassword,
  createAccessRequest,
  createAccountingRequest,
  createStatusServer,
  verifyReply,
} from './client.ts';
import { AttributeType, RadiusCode } from './codes.ts';
import { encodeReply, encodeRequest, type SentRequest } from './encode.ts';
import type { RadiusPacket } from './packet.ts';
import { parse } from './parse.ts';
import { revealSalted } from './salted.ts';
import { SharedSecret } from './shared-secret.ts';
import { checkRequestSignature, isRequestDigestValid } from './signature.ts';
import { findVendorAttribute } from './vendor-specific.ts';

const secret = SharedSecret.fromText('testing123');

function read(octets: Buffer): RadiusPacket {
  const result = parse(octets);
  if (result.kind === 'discard') {
    throw new Error(result.reason);
  }
  return result.packet;
}

function proxyState(text: string): AttributeToSend {
  return textAttribute(AttributeType.proxyState, text);
}

function login(attributes: readonly AttributeToSend[] = []): SentRequest {
  return createAccessRequest({ identifier: 7, secret, userName: 'alice', password: 'pw', attributes });
}

function reply(request: SentRequest, code: number, attributes: readonly AttributeToSend[] = []): Buffer {
  const encoded = encodeReply({ code, request: read(request.octets), secret, attributes });
  if (encoded.kind !== 'encoded') {
    throw new Error(encoded.kind);
  }
  return encoded.octets;
}

describe('encodeReply', () => {
  it.each([RadiusCode.accessAccept, RadiusCode.accessReject, RadiusCode.accessChallenge])(
    'puts Message-Authenticator first in code %i and signs so that the client believes it',
    (code) => {
      const request = login();
      const octets = reply(request, code, replyMessageAttributes('hello'));
      expect(octets[20]).toBe(AttributeType.messageAuthenticator);
      expect(verifyReply(request, octets, secret).kind).toBe('reply');
    },
  );

  it('copies every Proxy-State in order, after our own attributes', () => {
    const octets = reply(login([proxyState('one'), proxyState('two'), proxyState('one')]), RadiusCode.accessReject);
    expect(read(octets).findAll(AttributeType.proxyState).map(String)).toEqual(['one', 'two', 'one']);
  });

  it('leaves out our own attributes from the end, keeps the mandatory ones and Proxy-State', () => {
    const request = login(new Array(12).fill(proxyState('p'.repeat(253))));
    const encoded = encodeReply({
      code: RadiusCode.accessChallenge,
      request: read(request.octets),
      secret,
      attributes: [
        textAttribute(AttributeType.filterId, 'a'.repeat(253)),
        textAttribute(AttributeType.replyMessage, 'b'.repeat(253)),
        { ...textAttribute(AttributeType.state, 's'.repeat(253)), isMandatory: true },
        textAttribute(AttributeType.filterId, 'c'.repeat(253)),
        textAttribute(AttributeType.filterId, 'd'.repeat(253)),
      ],
    });
    if (encoded.kind !== 'encoded') {
      throw new Error(encoded.kind);
    }
    const packet = read(encoded.octets);
    expect(encoded.octets.length).toBeLessThanOrEqual(4096);
    expect(encoded.trimmedAttributes).toBe(2);
    expect([...packet.attributes()].slice(1, 4).map(({ value }) => String(value)[0])).toEqual(['a', 'b', 's']);
    expect(packet.findAll(AttributeType.proxyState)).toHaveLength(12);
  });

  it('says so when Proxy-State alone is too much', () => {
    const states = [...new Array(15).fill(proxyState('p'.repeat(253))), proxyState('p'.repeat(245))];
    const request = encodeRequest({
      code: RadiusCode.accessRequest,
      identifier: 1,
      secret,
      attributes: states,
      isSigned: false,
    });
    expect(encodeReply({ code: 3, request: read(request.octets), secret, attributes: [] }).kind).toBe('does_not_fit');
  });

  it('hides salted values under another salt each', () => {
    const request = login();
    const key = { type: 16, vendor: { id: 311 }, value: Buffer.alloc(16, 1), hiding: 'salted' } as const;
    const packet = read(reply(request, RadiusCode.accessAccept, [key, { ...key, type: 17 }]));
    const [send, receive] = [findVendorAttribute(packet, 311, 16), findVendorAttribute(packet, 311, 17)];
    expect(send?.subarray(0, 2)).not.toEqual(receive?.subarray(0, 2));
    expect(
      revealSalted(send ?? Buffer.alloc(0), { secret, requestAuthenticator: request.requestAuthenticator }),
    ).toEqual(Buffer.alloc(16, 1));
  });

  it('does not sign an Accounting-Response, but signs the answer to Status-Server on that port', () => {
    const accounting = createAccountingRequest({ identifier: 1, secret, statusType: 1, sessionId: 's' });
    const status = createStatusServer({ identifier: 1, secret });
    const plain = reply(accounting, RadiusCode.accountingResponse);
    const signed = reply(status, RadiusCode.accountingResponse);
    expect(plain).toHaveLength(20);
    expect(verifyReply(accounting, plain, secret).kind).toBe('reply');
    expect(signed[20]).toBe(AttributeType.messageAuthenticator);
    expect(verifyReply(status, signed, secret).kind).toBe('reply');
  });
});

describe('replyMessageAttributes', () => {
  it('cuts 600 octets with an emoji on the border between characters', () => {
    const text = `${'a'.repeat(251)}🔐${'é'.repeat(170)}x`;
    const pieces = replyMessageAttributes(text).map(({ value }) => Buffer.from(value));
    expect(pieces.map((piece) => piece.length)).toEqual([251, 252, 93]);
    expect(pieces.every((piece) => Buffer.from(piece.toString('utf8')).equals(piece))).toBe(true);
    expect(Buffer.concat(pieces).toString()).toBe(text);
  });

  it('keeps any text whole, in pieces of 1 to 253 octets', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 700 }), (text) => {
        const pieces = replyMessageAttributes(text).map(({ value }) => Buffer.from(value));
        expect(Buffer.concat(pieces).toString()).toBe(Buffer.from(text).toString());
        expect(pieces.every((piece) => piece.length > 0 && piece.length <= 253)).toBe(true);
        expect(pieces.every((piece) => Buffer.from(piece.toString('utf8')).equals(piece))).toBe(true);
      }),
    );
  });
});

describe('encodeRequest', () => {
  it('signs Access-Request and Status-Server first, and Accounting-Request by its header field', () => {
    expect(login().octets[20]).toBe(AttributeType.messageAuthenticator);
    expect(checkRequestSignature(read(login().octets), secret)).toBe('valid');
    const accounting = createAccountingRequest({ identifier: 1, secret, statusType: 2, sessionId: 'x' });
    expect(isRequestDigestValid(read(accounting.octets), secret)).toBe(true);
    expect(isRequestDigestValid(read(accounting.octets), SharedSecret.fromText('other'))).toBe(false);
  });

  it('signs a Disconnect-Request both ways (RFC 5176 §3.4)', () => {
    const request = encodeRequest({
      code: RadiusCode.disconnectRequest,
      identifier: 3,
      secret,
      attributes: [textAttribute(AttributeType.userName, 'alice')],
      isSigned: true,
    });
    expect(isRequestDigestValid(read(request.octets), secret)).toBe(true);
    expect(checkRequestSignature(read(request.octets), secret)).toBe('valid');
  });

  it('refuses what does not fit', () => {
    const long = new Array(17).fill(integerAttribute(5, 1)).map(() => proxyState('x'.repeat(253)));
    expect(() => login(long)).toThrow('4096 are allowed');
    expect(() => login([proxyState('x'.repeat(254))])).toThrow('253 fit');
  });

  it('makes CHAP-Password as RFC 2865 §5.3 says', () => {
    expect(chapPassword(1, Buffer.from('pw'), Buffer.alloc(16)).toString('hex')).toMatch(/^01[0-9a-f]{32}$/);
  });
});

describe('verifyReply', () => {
  it('refuses every single-bit change of a reply', () => {
    const request = login();
    const octets = reply(request, RadiusCode.accessReject, replyMessageAttributes('no'));
    for (let bit = 0; bit < octets.length * 8; bit += 1) {
      const forged = Buffer.from(octets);
      forged[bit >> 3] = (forged[bit >> 3] as number) ^ (1 << (bit & 7));
      expect(verifyReply(request, forged, secret).kind).toBe('discard');
    }
  });

  it('refuses an unsigned reply whose response authenticator is right', () => {
    const request = createAccessRequest({
      identifier: 0,
      secret: SharedSecret.fromText('xyzzy5461'),
      userName: 'nemo',
      requestAuthenticator: Buffer.from('0f403f9473978057bd83d5cb98f4227a', 'hex'),
    });
    const accept = Buffer.from('0200002686fe220e7624ba2a1005f6bf9b55e0b20606000000010f06000000000e06c0a80103', 'hex');
    expect(verifyReply(request, accept, SharedSecret.fromText('xyzzy5461'))).toEqual({
      kind: 'discard',
      reason: 'message_authenticator_missing',
    });
  });

  it.each([
    ['another identifier', 8, RadiusCode.accessAccept, 'identifier_mismatch'],
    ['a code that answers something else', 7, RadiusCode.accountingResponse, 'code_unexpected'],
  ])('refuses %s', (_, identifier, code, reason) => {
    const request = login();
    const octets = reply({ ...request, octets: Buffer.from(request.octets) }, code);
    octets[1] = identifier;
    expect(verifyReply(request, octets, secret)).toEqual({ kind: 'discard', reason });
  });
});
