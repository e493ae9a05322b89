import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  AttributeType,
  createAccessRequest,
  createBuiltInDictionary,
  parseAttributeText,
  RadiusCode,
  SharedSecret,
  textAttribute,
} from '@countersign/radius';
import type { FakeClient } from '@countersign/testing';
import type { Nas } from '../../__fixtures__/nas.ts';
import { type GatewayUnderTest, startGateway, until } from '../../__fixtures__/start-gateway.ts';

const secretOf = (text: string) => Buffer.from(text);
const clients: readonly FakeClient[] = [
  { id: 'wide', network: '127.0.0.0/8', secret: secretOf('wide secret') },
  { id: 'narrow', network: '127.0.2.0/24', secret: secretOf('narrow secret') },
  { id: 'one', network: '127.0.2.2', secret: secretOf('one secret') },
  { id: 'twin', network: '127.0.2.2/32', secret: secretOf('twin secret') },
  {
    id: 'rotating',
    network: '127.0.3.1',
    secret: secretOf('new secret'),
    previousSecret: secretOf('old secret'),
    requireMessageAuthenticator: false,
  },
  { id: 'old-proxy', network: '127.0.4.1', requireMessageAuthenticator: false, allowUnsignedProxyState: true },
  { id: 'russian', network: '127.0.5.1', passwordEncoding: 'windows-1251' },
  { id: 'plain', network: '127.0.5.2' },
  { id: 'slow', network: '127.0.6.1', requestsPerSecond: 1 },
];

let gateway: GatewayUnderTest;
const opened: Nas[] = [];

async function nasAt(from: string, secret = 'testing123'): Promise<Nas> {
  const nas = await gateway.nas({ from, secret });
  opened.push(nas);
  return nas;
}

beforeAll(async () => {
  gateway = await startGateway({ clients });
  gateway.core.verifier.users.set('alice', { password: 'pw' });
});

afterAll(async () => {
  for (const nas of opened) nas.close();
  await gateway?.stop();
});

describe('the client behind an address', () => {
  it.each([
    ['127.0.9.9', 'wide secret', 'rp-wide'],
    ['127.0.2.9', 'narrow secret', 'rp-narrow'],
    ['127.0.2.2', 'one secret', 'rp-one'],
  ])('B16: at %s is the one with the longest prefix', async (from, secret, relyingPartyId) => {
    const nas = await nasAt(from, secret);
    expect((await nas.ask(nas.login('alice', 'pw'))).code).toBe(RadiusCode.accessAccept);
    expect(gateway.core.attempts.at(-1)?.relyingPartyId).toBe(relyingPartyId);
  });

  it('B16: of two with one network the second is left out', async () => {
    const nas = await nasAt('127.0.2.2', 'one secret');
    const other = SharedSecret.fromText('twin secret');
    const request = createAccessRequest({ identifier: 1, secret: other, userName: 'alice', password: 'pw' });
    expect(await nas.silence(request.octets)).toEqual([]);
  });
});

describe('B18: a secret that is being rotated', () => {
  it.each(['new secret', 'old secret'])('is known by the signature: %s', async (secret) => {
    const nas = await nasAt('127.0.3.1', secret);
    // The reply verifies under the secret that signed the request: Nas checks it.
    expect((await nas.ask(nas.login('alice', 'pw'))).code).toBe(RadiusCode.accessAccept);
  });

  it('is the new one where there is no signature', async () => {
    const [fresh, stale] = [await nasAt('127.0.3.1', 'new secret'), await nasAt('127.0.3.1', 'old secret')];
    expect((await fresh.ask(fresh.login('alice', 'pw', [], false))).code).toBe(RadiusCode.accessAccept);
    const request = stale.login('alice', 'pw', [], false);
    stale.send(request.octets);
    expect((await stale.replyTo(request, fresh.secret)).code).toBe(RadiusCode.accessReject);
  });
});

describe('Proxy-State of an old proxy', () => {
  it('B20: passes unsigned by the exception, and is counted', async () => {
    const nas = await nasAt('127.0.4.1');
    const count = () => gateway.count('countersign_radius_unsigned_proxy_state_total', 'client="old-proxy"');
    const state = textAttribute(AttributeType.proxyState, 'x');
    expect((await nas.ask(nas.login('alice', 'pw', [state], false))).code).toBe(RadiusCode.accessAccept);
    expect(await count()).toBe(1);
    expect((await nas.ask(nas.login('alice', 'pw', [state]))).code).toBe(RadiusCode.accessAccept);
    expect(await count()).toBe(1);
  });
});

describe('what a NAS sends about its claimant', () => {
  it('B24: a password in windows-1251 is read with the encoding set, and refused without', async () => {
    gateway.core.verifier.users.set('boris', { password: 'пароль' });
    const octets = Buffer.from([0xef, 0xe0, 0xf0, 0xee, 0xeb, 0xfc]);
    const login = (nas: Nas) =>
      createAccessRequest({ identifier: nas.identifier(), secret: nas.secret, userName: 'boris', password: octets });
    const [russian, plain] = [await nasAt('127.0.5.1'), await nasAt('127.0.5.2')];
    expect((await russian.ask(login(russian))).code).toBe(RadiusCode.accessAccept);
    expect((await plain.ask(login(plain))).code).toBe(RadiusCode.accessReject);
  });

  it('reaches the core: the address, the station, the time that is left', async () => {
    const nas = await nasAt('127.0.5.2');
    const station = textAttribute(AttributeType.callingStationId, '203.0.113.7[4500]');
    await nas.ask(nas.login('alice', 'pw', [station]));
    const attempt = gateway.core.attempts.at(-1);
    expect(attempt).toMatchObject({ clientAddress: '203.0.113.7', callingStation: '203.0.113.7[4500]' });
    expect(attempt?.requestKey).toHaveLength(16);
    expect(attempt?.deadlineMilliseconds).toBeGreaterThan(8000);
    expect(attempt?.deadlineMilliseconds).toBeLessThanOrEqual(9000);
  });
});

describe('attributes of a reply', () => {
  const dictionary = createBuiltInDictionary();

  it('are the policy in its order, then Class, then the message', async () => {
    const lines = ['Filter-Id=staff', 'Cisco-AVPair="ip:addr-pool=vpn"', 'Tunnel-Private-Group-Id:1=42'];
    gateway.core.verifier.users.set('carol', { password: 'pw', replyAttributes: lines, message: 'Welcome' });
    const nas = await nasAt('127.0.5.2');
    const accept = await nas.ask(nas.login('carol', 'pw'));
    expect([...accept.attributes()].map(({ type }) => type)).toEqual([80, 11, 26, 81, 25, 18]);
    expect(accept.find(AttributeType.classAttribute)).toHaveLength(16);
    expect(accept.find(81)).toEqual(Buffer.from(parseAttributeText(dictionary, lines[2] ?? '').value));
  });

  it('B22: give way from the end when the reply is full, Proxy-State stays', async () => {
    const replyAttributes = Array.from({ length: 30 }, (_, index) => `Filter-Id=${index}-${'x'.repeat(240)}`);
    gateway.core.verifier.users.set('dave', { password: 'pw', replyAttributes });
    const nas = await nasAt('127.0.5.2');
    const accept = await nas.ask(nas.login('dave', 'pw', [textAttribute(AttributeType.proxyState, 'p')]));
    const kept = accept.findAll(AttributeType.filterId).map((value) => Number.parseInt(`${value}`, 10));
    expect(kept.length).toBeGreaterThan(10);
    expect(kept).toEqual(kept.map((_, index) => index));
    expect(accept.octets.length).toBeLessThanOrEqual(4096);
    expect(accept.findAll(AttributeType.proxyState).map(String)).toEqual(['p']);
    expect(await gateway.count('countersign_radius_trimmed_attributes_total')).toBeGreaterThan(0);
  });

  it('B23: split a long message between characters', async () => {
    const message = `${'a'.repeat(251)}🔐${'é'.repeat(173)}`;
    gateway.core.verifier.users.set('erin', { password: 'pw', message });
    const nas = await nasAt('127.0.5.2');
    const pieces = (await nas.ask(nas.login('erin', 'pw'))).findAll(AttributeType.replyMessage);
    expect(pieces.map((piece) => piece.length)).toEqual([251, 252, 98]);
    expect(pieces.map(String).join('')).toBe(message);
  });

  it('of a policy that cannot be sent turn the accept into a reject', async () => {
    gateway.core.verifier.users.set('frank', { password: 'pw', replyAttributes: ['No-Such-Attribute=1'] });
    const nas = await nasAt('127.0.5.2');
    expect((await nas.ask(nas.login('frank', 'pw'))).code).toBe(RadiusCode.accessReject);
  });

  it('of a refused EAP conversation end it with EAP-Failure', async () => {
    const nas = await nasAt('127.0.5.2');
    const eap = { type: AttributeType.eapMessage, value: Buffer.from([2, 77, 0, 10, 1, ...Buffer.from('alice')]) };
    const request = createAccessRequest({ identifier: 9, secret: nas.secret, userName: 'alice', attributes: [eap] });
    const reject = await nas.ask(request);
    expect(reject.code).toBe(RadiusCode.accessReject);
    expect(reject.find(AttributeType.eapMessage)).toEqual(Buffer.of(4, 77, 0, 4));
  });
});

describe('limits', () => {
  it('drop what a client sends over its pace, and leave the others alone', async () => {
    const [slow, plain] = [await nasAt('127.0.6.1'), await nasAt('127.0.5.2')];
    const requests = Array.from({ length: 6 }, () => slow.login('alice', 'pw'));
    for (const { octets } of requests) slow.send(octets);
    expect((await plain.ask(plain.login('alice', 'pw'))).code).toBe(RadiusCode.accessAccept);
    await until(async () => (await gateway.count('countersign_radius_discards_total', 'client_rate_limited')) === 4);
    await Promise.all(requests.slice(0, 2).map((request) => slow.replyTo(request)));
    expect(slow.untaken).toBe(0);
  });
});
