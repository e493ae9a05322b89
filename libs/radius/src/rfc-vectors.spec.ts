import { describe, expect, it } from '@jest/globals';
import { integerAttribute, textAttribute } from './attribute-to-send.ts';
import { AttributeType, RadiusCode } from './codes.ts';
import { encodeRequest } from './encode.ts';
import type { RadiusPacket } from './packet.ts';
import { parse } from './parse.ts';
import { SharedSecret } from './shared-secret.ts';
import { checkRequestSignature, isResponseDigestValid } from './signature.ts';
import { revealPassword } from './user-password.ts';

const secret = SharedSecret.fromText('xyzzy5461');

// RFC 2865 §7.1
const TELNET_REQUEST =
  '010000380f403f9473978057bd83d5cb98f4227a01066e656d6f02120dbe708d93d413ce3196e43f782a0aee0406c0a80110050600000003';
const TELNET_ACCEPT = '0200002686fe220e7624ba2a1005f6bf9b55e0b20606000000010f06000000000e06c0a80103';
// RFC 5997 §6.1
const STATUS_SERVER = '0cda00268a54f4686fb394c52866e302185d062350125a665e2e1e8411f3e243822097c84fa3';
const STATUS_ACCEPT = '02da0014ef0d552a4bf2d693ec2b6fe8b5411d66';

function packetOf(octets: string): RadiusPacket {
  const result = parse(Buffer.from(octets, 'hex'));
  if (result.kind === 'discard') {
    throw new Error(result.reason);
  }
  return result.packet;
}

describe('the examples of the RFCs', () => {
  it('reads the request of RFC 2865 §7.1', () => {
    const request = packetOf(TELNET_REQUEST);
    const hidden = request.find(AttributeType.userPassword) ?? Buffer.alloc(0);
    expect(request.findText(AttributeType.userName)).toBe('nemo');
    expect(request.findInteger(AttributeType.nasPort)).toBe(3);
    expect(revealPassword(hidden, secret, request.requestAuthenticator)?.toString()).toBe('arctangent');
  });

  it('builds the request of RFC 2865 §7.1, octet for octet', () => {
    const request = encodeRequest({
      code: RadiusCode.accessRequest,
      identifier: 0,
      secret,
      requestAuthenticator: Buffer.from('0f403f9473978057bd83d5cb98f4227a', 'hex'),
      isSigned: false,
      attributes: [
        textAttribute(AttributeType.userName, 'nemo'),
        { type: AttributeType.userPassword, value: Buffer.from('arctangent'), hiding: 'user-password' },
        { type: AttributeType.nasIpAddress, value: Buffer.of(192, 168, 1, 16) },
        integerAttribute(AttributeType.nasPort, 3),
      ],
    });
    expect(request.octets.toString('hex')).toBe(TELNET_REQUEST);
  });

  it('accepts the response of RFC 2865 §7.1, and no other', () => {
    const { requestAuthenticator } = packetOf(TELNET_REQUEST);
    expect(isResponseDigestValid(packetOf(TELNET_ACCEPT), secret, requestAuthenticator)).toBe(true);
    expect(
      isResponseDigestValid(packetOf(TELNET_ACCEPT.replace('a80103', 'a80104')), secret, requestAuthenticator),
    ).toBe(false);
  });

  it('builds the Status-Server of RFC 5997 §6.1, and finds its signature and its response valid', () => {
    const built = encodeRequest({
      code: RadiusCode.statusServer,
      identifier: 0xda,
      secret,
      requestAuthenticator: Buffer.from('8a54f4686fb394c52866e302185d0623', 'hex'),
      attributes: [],
    });
    expect(built.octets.toString('hex')).toBe(STATUS_SERVER);
    expect(checkRequestSignature(packetOf(STATUS_SERVER), secret)).toBe('valid');
    expect(checkRequestSignature(packetOf(STATUS_SERVER), SharedSecret.fromText('other'))).toBe('invalid');
    expect(isResponseDigestValid(packetOf(STATUS_ACCEPT), secret, built.requestAuthenticator)).toBe(true);
  });
});
