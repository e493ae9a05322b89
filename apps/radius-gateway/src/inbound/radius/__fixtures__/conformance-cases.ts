import {
  type AttributeToSend,
  AttributeType,
  chapPassword,
  encodeRequest,
  hidePassword,
  integerAttribute,
  RadiusCode,
  SharedSecret,
  textAttribute,
} from '@countersign/radius';
import type { Nas } from '../../../__fixtures__/nas.ts';

/** What must come back: a code, or nothing. */
export type Wanted = 'accept' | 'reject' | 'none';

/** A case of one datagram: its name, what it must get, and the datagram. */
export type Case = readonly [id: string, title: string, wanted: Wanted, make: (nas: Nas) => Buffer];

/** The user of the cases, and the password that lets them in. */
export const USER = 'u00001';
export const PASSWORD = 'pw-u00001';

const nothing: readonly AttributeToSend[] = [];
const raw = (type: number, ...octets: number[]): AttributeToSend => ({ type, value: Buffer.from(octets) });
const valid = (nas: Nas, attributes = nothing) => nas.login(USER, PASSWORD, attributes).octets;
const name = textAttribute(AttributeType.userName, USER);
const password = { type: AttributeType.userPassword, value: Buffer.from(PASSWORD), hiding: 'user-password' } as const;

/** An Access-Request of exactly these attributes. */
function request(nas: Nas, attributes: readonly AttributeToSend[], code: number = RadiusCode.accessRequest): Buffer {
  return encodeRequest({ code, identifier: nas.identifier(), secret: nas.secret, attributes, isSigned: true }).octets;
}

/** A valid request with octets written over it, without signing it anew. */
function patched(nas: Nas, patch: (octets: Buffer) => void): Buffer {
  const octets = Buffer.from(valid(nas));
  patch(octets);
  return octets;
}

/** A valid request with further octets inside its Length. */
function extended(nas: Nas, ...octets: number[]): Buffer {
  const longer = Buffer.concat([valid(nas), Buffer.from(octets)]);
  longer.writeUInt16BE(longer.length, 2);
  return longer;
}

/** A request whose attributes fill it to `length` octets. */
function filled(nas: Nas, length: number): Buffer {
  const fill: AttributeToSend[] = [];
  let missing = length - valid(nas).length;
  while (missing > 0) {
    const size = missing > 257 ? 255 : missing > 255 ? 200 : missing;
    fill.push({ type: AttributeType.proxyState, value: Buffer.alloc(size - 2, 0x61) });
    missing -= size;
  }
  return valid(nas, fill);
}

/** H: the header. */
export const headerCases: readonly Case[] = [
  ['H01', 'valid PAP, Message-Authenticator first', 'accept', (nas) => valid(nas)],
  ['H02', 'valid PAP, Message-Authenticator last', 'accept', signedLast],
  ['H03', 'empty datagram', 'none', () => Buffer.alloc(0)],
  ['H04', '1 octet', 'none', () => Buffer.of(1)],
  ['H05', '19 octets', 'none', (nas) => valid(nas).subarray(0, 19)],
  ['H06', 'Length 0', 'none', (nas) => patched(nas, (octets) => octets.writeUInt16BE(0, 2))],
  ['H07', 'Length 19', 'none', (nas) => patched(nas, (octets) => octets.writeUInt16BE(19, 2))],
  ['H08', 'Length beyond the datagram', 'none', (nas) => patched(nas, (octets) => octets.writeUInt16BE(octets.length + 1, 2))],
  ['H09', 'Length 65535', 'none', (nas) => patched(nas, (octets) => octets.writeUInt16BE(65_535, 2))],
  ['H10', 'octets after Length are padding', 'accept', (nas) => Buffer.concat([valid(nas), Buffer.alloc(40, 0xff)])],
  ...[
    ['H11', 0],
    ['H12', 255],
    ['H13', RadiusCode.accessAccept],
    ['H14', RadiusCode.accessChallenge],
    ['H15', RadiusCode.accountingRequest],
    ['H17', RadiusCode.coaRequest],
  ].map(([id, code]): Case => [`${id}`, `code ${code} on the authentication port`, 'none', (nas) => request(nas, [name, password], Number(code))]),
  ['H19', '4097 octets', 'none', (nas) => Buffer.concat([filled(nas, 4096), Buffer.alloc(1)]).fill(0x10, 2, 3).fill(0x01, 3, 4)],
];

/** A: attributes. */
export const attributeCases: readonly Case[] = [
  ['A01', 'attribute length 0', 'none', (nas) => extended(nas, 18, 0)],
  ['A02', 'attribute length 1', 'none', (nas) => extended(nas, 18, 1)],
  ['A03', 'attribute runs past the packet', 'none', (nas) => extended(nas, 18, 20, 1)],
  ['A04', 'one octet left over', 'none', (nas) => extended(nas, 18)],
  ['A05', 'attribute type 0', 'none', (nas) => extended(nas, 0, 3, 1)],
  ['A06', 'zero-length Reply-Message', 'accept', (nas) => valid(nas, [raw(18)])],
  ['A07', '250 attributes', 'none', (nas) => valid(nas, new Array<AttributeToSend>(250).fill(raw(18, 0x61)))],
  ['A08', 'unknown attribute 250', 'accept', (nas) => valid(nas, [raw(250, 1, 2, 3)])],
  ['A09', 'Vendor-Specific of 3 octets', 'accept', (nas) => valid(nas, [raw(26, 0, 0, 9)])],
  ['A10', 'VSA sub-attribute overruns', 'accept', (nas) => valid(nas, [raw(26, 0, 0, 0, 9, 1, 200, 1)])],
  ['A11', 'VSA sub-length 0', 'accept', (nas) => valid(nas, [raw(26, 0, 0, 0, 9, 1, 0, 1)])],
  ['A12', 'VSA vendor id with a high octet', 'accept', (nas) => valid(nas, [raw(26, 0xff, 0, 0, 9, 1, 3, 1)])],
  ['A13', 'NAS-Port of 2 octets', 'accept', (nas) => valid(nas, [raw(AttributeType.nasPort, 0, 1)])],
  ['A14', 'NAS-IP-Address of 3 octets', 'accept', (nas) => valid(nas, [raw(AttributeType.nasIpAddress, 1, 2, 3)])],
];

/** P: passwords and names. */
export const passwordCases: readonly Case[] = [
  ['P01', 'wrong password', 'reject', (nas) => nas.login(USER, 'wrong').octets],
  ['P02', 'no User-Name', 'reject', (nas) => request(nas, [password])],
  ['P03', 'no credentials at all', 'reject', (nas) => request(nas, [name])],
  ['P04', 'User-Name of zero octets', 'reject', (nas) => request(nas, [raw(1), password])],
  ['P05', 'two User-Names', 'none', (nas) => valid(nas, [name])],
  ['P06', 'two User-Passwords', 'none', (nas) => valid(nas, [password])],
  ...[15, 17, 144].map((length, index): Case => {
    const hidden = { type: AttributeType.userPassword, value: Buffer.alloc(length, 7) };
    return [`P0${7 + index}`, `User-Password of ${length} octets`, 'none', (nas) => request(nas, [name, hidden])];
  }),
  ['P10', 'User-Password of 128 octets, wrong', 'reject', (nas) => nas.login(USER, 'x'.repeat(128)).octets],
  ['P11', 'empty password', 'reject', (nas) => nas.login(USER, '').octets],
  ['P12', 'right password, then NUL and more text', 'reject', (nas) => nas.login(USER, `${PASSWORD}\0more`).octets],
  ['P13', 'User-Name with NUL', 'reject', (nas) => nas.login(`${USER}\0x`, PASSWORD).octets],
  ['P14', 'User-Name is not UTF-8', 'reject', (nas) => request(nas, [raw(1, 0xff, 0xfe), password])],
  ['P15', 'User-Name with newline and quote', 'reject', (nas) => nas.login(`${USER}\n"'`, PASSWORD).octets],
  ['P16', 'User-Name of 253 octets', 'reject', (nas) => nas.login('n'.repeat(253), PASSWORD).octets],
  ['P17', 'non-ASCII password, wrong', 'reject', (nas) => nas.login(USER, 'pässwörd🔐').octets],
  ['P18', 'PAP and CHAP together', 'none', (nas) => valid(nas, [raw(AttributeType.chapPassword, ...new Array<number>(17).fill(1))])],
  ['P19', 'EAP-Message and User-Password together', 'none', (nas) => valid(nas, [raw(AttributeType.eapMessage, 2, 1, 0, 5, 1)])],
  ['P20', 'valid CHAP, which we cannot check', 'reject', (nas) => request(nas, [name, chap(PASSWORD)])],
  ['P21', 'CHAP-Password of 16 octets', 'reject', (nas) => request(nas, [name, raw(AttributeType.chapPassword, ...new Array<number>(16).fill(1))])],
];

/** M: the signature, for a client that must sign. */
export const signatureCases: readonly Case[] = [
  ['M01', 'wrong Message-Authenticator', 'none', (nas) => patched(nas, (octets) => octets.writeUInt8((octets[30] ?? 0) ^ 1, 30))],
  ['M02', 'Message-Authenticator of 15 octets', 'none', (nas) => encodeUnsigned(nas, [{ type: 80, value: Buffer.alloc(15) }])],
  ['M03', 'two Message-Authenticators', 'none', (nas) => valid(nas, [{ type: 80, value: Buffer.alloc(16) }])],
  ['M04', 'all-0xff Message-Authenticator', 'none', (nas) => patched(nas, (octets) => octets.fill(0xff, 22, 38))],
  ['M05', 'no Message-Authenticator, client requires it', 'none', (nas) => nas.login(USER, PASSWORD, [], false).octets],
  ['M06', 'Message-Authenticator, client requires it', 'accept', (nas) => valid(nas)],
  ['M09', 'signed with another secret', 'none', (nas) => otherSecret(nas)],
];

/** M: the signature, for a client that need not sign. */
export const unsignedCases: readonly Case[] = [
  ['M05b', 'no Message-Authenticator, client need not sign', 'accept', (nas) => encodeUnsigned(nas, [])],
  ['M07', 'Proxy-State without Message-Authenticator', 'none', (nas) => encodeUnsigned(nas, [raw(33, 1, 2, 3)])],
  ['M08', 'EAP-Message without Message-Authenticator', 'none', (nas) => nas.login(USER, PASSWORD, [raw(79, 2, 1, 0, 5, 1)], false).octets],
  ['M01b', 'wrong Message-Authenticator all the same', 'none', (nas) => patched(nas, (octets) => octets.fill(1, 22, 38))],
];

/** The longest packet there may be. */
export const longest = (nas: Nas): Buffer => filled(nas, 4096);

function chap(text: string): AttributeToSend {
  // Without CHAP-Challenge the request's own header field would be the challenge; for a reject any will do.
  return { type: AttributeType.chapPassword, value: chapPassword(1, Buffer.from(text), Buffer.alloc(16)) };
}

function encodeUnsigned(nas: Nas, attributes: readonly AttributeToSend[]): Buffer {
  return nas.login(USER, PASSWORD, attributes, false).octets;
}

function otherSecret(nas: Nas): Buffer {
  const secret = SharedSecret.fromText('another secret');
  const identifier = nas.identifier();
  return encodeRequest({ code: RadiusCode.accessRequest, identifier, secret, attributes: [name, password] }).octets;
}

/** The same request with the signature behind everything else. */
function signedLast(nas: Nas): Buffer {
  const requestAuthenticator = Buffer.alloc(16, 0x42);
  const identifier = nas.identifier();
  const hidden = hidePassword(Buffer.from(PASSWORD), nas.secret, requestAuthenticator);
  const octets = encodeRequest({
    code: RadiusCode.accessRequest,
    identifier,
    secret: nas.secret,
    requestAuthenticator,
    isSigned: false,
    attributes: [
      name,
      { type: AttributeType.userPassword, value: hidden },
      integerAttribute(AttributeType.nasPort, 1),
      { type: AttributeType.messageAuthenticator, value: Buffer.alloc(16) },
    ],
  }).octets;
  nas.secret.hmacKey.sign(octets).copy(octets, octets.length - 16);
  return octets;
}

