import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { radiusClientsV1 as wire } from '@countersign/contracts';
import { AttributeType, createAccessRequest, RadiusCode, SharedSecret, textAttribute } from '@countersign/radius';
import type { Nas } from '../../__fixtures__/nas.ts';
import { type GatewayUnderTest, startGateway, until } from '../../__fixtures__/start-gateway.ts';

const VPN = '0198c0de-0000-7000-8000-00000000c11e';
const LAX = '0198c0de-0000-7000-8000-00000000c11f';
const SECRET = 'testing123';

let gateway: GatewayUnderTest;
let nas: Nas;

beforeAll(async () => {
  gateway = await startGateway({
    clients: [
      { id: VPN, network: '127.0.0.1' },
      { id: LAX, network: '127.0.0.2', requireMessageAuthenticator: false },
    ],
  });
  gateway.core.verifier.users.set('alice', { password: 'correct horse' });
  gateway.core.watched.add(VPN);
  nas = await gateway.nas();
});
afterAll(async () => {
  nas.close();
  await gateway.stop();
});

const reports = () => gateway.core.reports;
const numbersOf = (id: string) =>
  reports()
    .flatMap(({ clients }) => clients)
    .findLast(({ clientId }) => clientId === id);
const packetsOf = (key: string): readonly wire.TracedPacket[] =>
  reports()
    .flatMap(({ packetLists }) => packetLists)
    .findLast((list) => list.key === key)?.packets ?? [];
const test = async (over: Partial<wire.RadiusTest>): Promise<wire.RadiusTestResult> => {
  const id = `0198c0de-0000-7000-8000-${String(Math.floor(Math.random() * 1e12)).padStart(12, '0')}`;
  gateway.core.tests.push({
    ...{ id, clientId: VPN, userName: '', password: Buffer.alloc(0), secret: Buffer.alloc(0) },
    patienceMilliseconds: 3000,
    ...over,
  });
  let found: wire.RadiusTestResult | undefined;
  await until(() => {
    found = reports()
      .flatMap(({ testResults }) => testResults)
      .find((result) => result.id === id);
    return found !== undefined;
  });
  return found as wire.RadiusTestResult;
};

describe('What a gateway tells about its traffic', () => {
  it('reports numbers and the last packets of a watched client, never a password', async () => {
    await nas.ask(nas.login('alice', 'correct horse', [textAttribute(AttributeType.nasIdentifier, 'vpn-1')]));
    await nas.ask(nas.login('alice', 'wrong'));
    await until(() => packetsOf(VPN).length >= 2 && numbersOf(VPN)?.rejects === 1);
    expect(numbersOf(VPN)).toMatchObject({ accepts: 1, rejects: 1, signatureFailures: 0, lastProblem: '' });
    const [latest, first] = packetsOf(VPN);
    expect(latest).toMatchObject({ replyCode: RadiusCode.accessReject, messageAuthenticator: 'good' });
    expect(first).toMatchObject({ outcome: 'replied', replyCode: RadiusCode.accessAccept, address: '127.0.0.1' });
    expect(first?.attributes).toContainEqual({ name: 'User-Name', value: 'alice' });
    expect(first?.attributes).toContainEqual({ name: 'NAS-Identifier', value: 'vpn-1' });
    expect(first?.attributes).toContainEqual({ name: 'User-Password', value: '••••••' });
    expect(JSON.stringify(reports())).not.toContain('correct horse');
    expect(JSON.stringify(reports())).not.toContain(SECRET);
  });

  it('names a wrong secret: by the signature, and where nothing is signed by a password that is no text', async () => {
    const wrong = SharedSecret.fromText('another secret');
    nas.send(createAccessRequest({ identifier: 7, secret: wrong, userName: 'alice', password: 'x' }).octets);
    await until(() => numbersOf(VPN)?.signatureFailures === 1);
    expect(numbersOf(VPN)).toMatchObject({ lastProblem: 'message_authenticator_invalid' });
    await until(() => packetsOf(VPN)[0]?.reason === 'message_authenticator_invalid');
    expect(packetsOf(VPN)[0]).toMatchObject({ messageAuthenticator: 'bad', outcome: 'discarded' });
    const lax = await gateway.nas({ from: '127.0.0.2' });
    for (let identifier = 0; identifier < 4; identifier += 1) {
      const packet = { identifier, secret: wrong, userName: 'alice', password: 'correct horse', isSigned: false };
      lax.send(createAccessRequest(packet).octets);
    }
    await until(() => (numbersOf(LAX)?.unreadablePasswords ?? 0) > 0);
    lax.close();
  });

  it('remembers who sends without being a client, and forgets them once they are one', async () => {
    const stranger = await gateway.nas({ from: '127.0.0.9' });
    const name = textAttribute(AttributeType.nasIdentifier, 'new-\u0007vpn');
    stranger.send(stranger.login('bob', 'x', [name]).octets);
    const senders = () =>
      reports()
        .filter((report) => report.hasUnknownSenders)
        .at(-1)?.unknownSenders ?? [];
    await until(() => senders().length > 0);
    expect(senders()).toMatchObject([{ address: '127.0.0.9', count: 1, claimedName: 'new-vpn', lastCode: 1 }]);
    gateway.core.setClients([
      { id: VPN, network: '127.0.0.1' },
      { id: LAX, network: '127.0.0.2', requireMessageAuthenticator: false },
      { id: '0198c0de-0000-7000-8000-00000000c120', network: '127.0.0.9' },
    ]);
    await until(() => senders().length === 0);
    stranger.close();
  });

  it('counts repeats of a request that waits, and how long the client went on', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { decide } = gateway.core;
    gateway.core.decide = async (attempt) => {
      await held;
      return gateway.core.verifier.decide(attempt);
    };
    const request = nas.login('alice', 'correct horse');
    nas.send(request.octets);
    await until(() => gateway.core.attempts.length > 0);
    nas.send(request.octets);
    await until(() => numbersOf(VPN)?.retransmissions === 1);
    release();
    await nas.replyTo(request);
    gateway.core.decide = decide;
    expect(numbersOf(VPN)?.longestRetransmissionMilliseconds).toBeGreaterThanOrEqual(0);
  });
});

describe('A test that an administrator asks for', () => {
  it('sends a real request to itself and tells the reply', async () => {
    const good = await test({ userName: 'alice', password: Buffer.from('correct horse') });
    expect(good).toMatchObject({ outcome: 'replied', target: expect.stringMatching(/^127\.0\.0\.1:\d+$/) });
    expect(good.packet).toMatchObject({
      replyCode: RadiusCode.accessAccept,
      isTest: true,
      messageAuthenticator: 'good',
    });
    const bad = await test({ userName: 'alice', password: Buffer.from('wrong') });
    expect(bad.packet?.replyCode).toBe(RadiusCode.accessReject);
  });

  it('asks with Status-Server when no user is named', async () => {
    expect((await test({})).packet).toMatchObject({
      code: RadiusCode.statusServer,
      replyCode: RadiusCode.accessAccept,
    });
  });

  it('signs with the secret that was typed, which the gateway then does not take', async () => {
    const result = await test({ userName: 'alice', secret: Buffer.from('not the secret') });
    expect(result).toMatchObject({
      outcome: 'discarded',
      packet: { reason: 'message_authenticator_invalid', messageAuthenticator: 'bad' },
    });
  });

  it('says that a client is unknown to the gateway', async () => {
    expect((await test({ clientId: '0198c0de-0000-7000-8000-0000000000aa' })).outcome).toBe('unknown_client');
  });
});
