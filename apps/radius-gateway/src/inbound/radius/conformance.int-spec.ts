import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  AttributeType,
  createAccountingRequest,
  createStatusServer,
  encodeRequest,
  RadiusCode,
  SharedSecret,
  textAttribute,
} from '@countersign/radius';
import { type Nas, packetOf } from '../../__fixtures__/nas.ts';
import { type GatewayUnderTest, startGateway, until } from '../../__fixtures__/start-gateway.ts';
import {
  attributeCases,
  type Case,
  headerCases,
  longest,
  PASSWORD,
  passwordCases,
  signatureCases,
  USER,
  unsignedCases,
} from './__fixtures__/conformance-cases.ts';

const CODE_OF = { accept: RadiusCode.accessAccept, reject: RadiusCode.accessReject } as const;
const proxyState = (text: string) => textAttribute(AttributeType.proxyState, text);

let gateway: GatewayUnderTest;
let nas: Nas;
let accounting: Nas;
let unsigned: Nas;

beforeAll(async () => {
  gateway = await startGateway({
    clients: [
      { id: 'strict', network: '127.0.0.1' },
      { id: 'lax', network: '127.0.0.2', requireMessageAuthenticator: false },
      { id: 'other', network: '127.0.0.3', secret: Buffer.from('other secret') },
    ],
  });
  const { users } = gateway.core.verifier;
  users.set(USER, { password: PASSWORD });
  nas = await gateway.nas();
  unsigned = await gateway.nas({ from: '127.0.0.2' });
  accounting = await gateway.nas({ port: gateway.accountingPort });
});

afterAll(async () => {
  for (const each of [nas, unsigned, accounting]) each?.close();
  await gateway?.stop();
});

/** The codes of what came back for the case's datagram. */
async function outcome([, , wanted, make]: Case, from: Nas): Promise<readonly number[]> {
  const octets = make(from);
  if (wanted === 'none') return from.silence(octets);
  from.send(octets);
  return [(await from.take(octets[1] as number))[0] as number];
}

describe('one datagram (H, A, P, M)', () => {
  it.each([...headerCases, ...attributeCases, ...passwordCases, ...signatureCases])(
    '%s: %s gets %s',
    async (...row) => {
      expect(await outcome(row, nas)).toEqual(row[2] === 'none' ? [] : [CODE_OF[row[2]]]);
    },
  );

  it.each([...unsignedCases])('%s: %s gets %s', async (...row) => {
    expect(await outcome(row, unsigned)).toEqual(row[2] === 'none' ? [] : [CODE_OF[row[2]]]);
  });

  it('H16: an Access-Request on the accounting port gets nothing', async () => {
    accounting.send(nas.login(USER, PASSWORD).octets);
    const record = createAccountingRequest({ identifier: 200, secret: nas.secret, statusType: 1, sessionId: 'h16' });
    await accounting.ask(record);
    expect(accounting.untaken).toBe(0);
  });

  it('H18, X03: 4096 octets of Proxy-State are echoed whole, since the reply is no longer than the request', async () => {
    const octets = longest(nas);
    expect(octets).toHaveLength(4096);
    nas.send(octets);
    const reply = packetOf(await nas.take(octets[1] as number));
    expect(reply.code).toBe(RadiusCode.accessAccept);
    expect(reply.findAll(AttributeType.proxyState)).toEqual(packetOf(octets).findAll(AttributeType.proxyState));
  });

  it('B21: a signed request whose signature was stripped on the way is dropped', async () => {
    const signed = nas.login(USER, PASSWORD).octets;
    const stripped = Buffer.concat([signed.subarray(0, 20), signed.subarray(38)]);
    stripped.writeUInt16BE(stripped.length, 2);
    expect(await nas.silence(stripped)).toEqual([]);
    expect(
      await nas.silence(Buffer.concat([stripped.fill(stripped.length + 5, 3, 4), Buffer.of(33, 5, 1, 2, 3)])),
    ).toEqual([]);
  });

  it('M10: every kind of reply carries Message-Authenticator first', async () => {
    gateway.core.verifier.users.set('m10', { password: 'pw', code: '111111' });
    const requests = [nas.login(USER, PASSWORD), nas.login(USER, 'wrong'), nas.login('m10', 'pw')];
    const replies = await Promise.all(requests.map((request) => nas.ask(request)));
    expect(replies.map(({ code }) => code)).toEqual([2, 3, 11]);
    expect(replies.map(({ octets }) => octets[20])).toEqual([80, 80, 80]);
  });
});

describe('Proxy-State (X)', () => {
  it.each([
    ['X01', 'an accept', PASSWORD, RadiusCode.accessAccept],
    ['X02', 'a reject', 'wrong', RadiusCode.accessReject],
  ])('%s: three come back unchanged and in order in %s', async (_, __, password, code) => {
    const reply = await nas.ask(nas.login(USER, password, [proxyState('b'), proxyState('a'), proxyState('b')]));
    expect(reply.code).toBe(code);
    expect(reply.findAll(AttributeType.proxyState).map(String)).toEqual(['b', 'a', 'b']);
  });
});

describe('duplicates (D)', () => {
  it('D01, D06: a retransmission gets the same octets again, also of a code that is good once', async () => {
    gateway.core.verifier.users.set('d06', { password: 'pw', code: '222222' });
    const request = nas.login('d06', 'pw222222');
    nas.send(request.octets);
    const first = await nas.take(request.identifier);
    nas.send(request.octets);
    const second = await nas.take(request.identifier);
    expect(first[0]).toBe(RadiusCode.accessAccept);
    expect(second.equals(first)).toBe(true);
  });

  it('D02, D05: the same identifier with a new header field is a new request, and a used code is refused in it', async () => {
    gateway.core.verifier.users.set('d05', { password: 'pw', code: '333333' });
    const first = nas.login('d05', 'pw333333');
    const again = encodeAgain(first.identifier, 'd05', 'pw333333');
    expect((await nas.ask(first)).code).toBe(RadiusCode.accessAccept);
    expect((await nas.ask(again)).code).toBe(RadiusCode.accessReject);
  });

  it('D03: a forged packet with the identifier of an answered one does not disturb its answer', async () => {
    const request = nas.login(USER, PASSWORD);
    await nas.ask(request);
    const forged = Buffer.from(request.octets).fill(0xff, 22, 38);
    expect(await nas.silence(forged)).toEqual([]);
    expect((await nas.ask(request)).code).toBe(RadiusCode.accessAccept);
  });

  it('D04, B01: copies of a pending request are silent, and there is one decision', async () => {
    const before = gateway.core.attempts.length;
    let decide = (): void => undefined;
    const decision = new Promise<void>((resolve) => {
      decide = resolve;
    });
    const usual = gateway.core.decide;
    gateway.core.decide = async (attempt) => {
      if (attempt.userName === USER) await decision;
      return usual(attempt);
    };
    const request = nas.login(USER, PASSWORD);
    for (let copy = 0; copy < 5; copy += 1) nas.send(request.octets);
    await nas.sentinel();
    expect(nas.untaken).toBe(0);
    decide();
    expect((await nas.replyTo(request)).code).toBe(RadiusCode.accessAccept);
    await nas.sentinel();
    expect(nas.untaken).toBe(0);
    expect(gateway.core.attempts.slice(before).filter(({ userName }) => userName === USER)).toHaveLength(1);
    gateway.core.decide = usual;
  });

  it('B09: a retransmission from another source port is a duplicate, and the reply goes to the latest port', async () => {
    const elsewhere = await gateway.nas();
    const request = nas.login(USER, PASSWORD);
    nas.send(request.octets);
    const first = await nas.take(request.identifier);
    elsewhere.send(request.octets);
    expect((await elsewhere.take(request.identifier)).equals(first)).toBe(true);
    elsewhere.close();
  });
});

describe('challenges (S)', () => {
  it('S01, S02: a challenge is answered with its State, once', async () => {
    gateway.core.verifier.users.set('s01', { password: 'pw', code: '444444', replyAttributes: ['Filter-Id=staff'] });
    const challenge = await nas.ask(nas.login('s01', 'pw'));
    expect(challenge.code).toBe(RadiusCode.accessChallenge);
    expect(challenge.findText(AttributeType.replyMessage)).toBe('Enter your code');
    expect(challenge.findInteger(AttributeType.sessionTimeout)).toBe(90);
    expect(challenge.findInteger(AttributeType.prompt)).toBe(0);
    const state = { type: AttributeType.state, value: challenge.state ?? Buffer.alloc(0) };
    expect(state.value).toHaveLength(32);
    const accept = await nas.ask(nas.login('s01', '444444', [state]));
    expect(accept.code).toBe(RadiusCode.accessAccept);
    expect(accept.findText(AttributeType.filterId)).toBe('staff');
    expect((await nas.ask(nas.login('s01', '444444', [state]))).code).toBe(RadiusCode.accessReject);
  });

  it('S04, S06, S10: a State of another user, with a flipped bit, or from another client is refused', async () => {
    const { users } = gateway.core.verifier;
    users.set('s04', { password: 'pw', code: '555555' });
    users.set('s04b', { password: 'pw', code: '555555' });
    const stateOf = async () => {
      const challenge = await nas.ask(nas.login('s04', 'pw'));
      return { type: AttributeType.state, value: Buffer.from(challenge.state ?? '') };
    };
    const flipped = await stateOf();
    flipped.value[0] = (flipped.value[0] as number) ^ 1;
    const elsewhere = unsigned.login('s04', '555555', [await stateOf()]);
    expect((await nas.ask(nas.login('s04b', '555555', [await stateOf()]))).code).toBe(RadiusCode.accessReject);
    expect((await nas.ask(nas.login('s04', '555555', [flipped]))).code).toBe(RadiusCode.accessReject);
    expect((await unsigned.ask(elsewhere)).code).toBe(RadiusCode.accessReject);
  });

  it('S09: a wrong code is answered by a new challenge', async () => {
    gateway.core.verifier.users.set('s09', { password: 'pw', code: '666666' });
    const first = await nas.ask(nas.login('s09', 'pw'));
    const state = { type: AttributeType.state, value: first.state ?? Buffer.alloc(0) };
    const second = await nas.ask(nas.login('s09', '000000', [state]));
    expect(second.code).toBe(RadiusCode.accessChallenge);
    expect(second.state?.equals(state.value)).toBe(false);
  });

  it('S05, S08: two States, and a State of zero octets, get nothing', async () => {
    const state = { type: AttributeType.state, value: Buffer.alloc(32, 1) };
    expect(await nas.silence(nas.login(USER, PASSWORD, [state, state]).octets)).toEqual([]);
    expect(await nas.silence(nas.login(USER, PASSWORD, [{ ...state, value: Buffer.alloc(0) }]).octets)).toEqual([]);
  });

  it('S03, S07: an unknown State and one of 253 octets are refused', async () => {
    for (const length of [32, 253]) {
      const state = { type: AttributeType.state, value: Buffer.alloc(length, 1) };
      expect((await nas.ask(nas.login(USER, PASSWORD, [state]))).code).toBe(RadiusCode.accessReject);
    }
  });
});

describe('clients (C)', () => {
  it('C01: an unknown address gets nothing', async () => {
    const stranger = await gateway.nas({ from: '127.0.0.9' });
    const before = await gateway.count('countersign_radius_discards_total', 'reason="unknown_client"');
    stranger.send(stranger.login(USER, PASSWORD).octets);
    await until(
      async () => (await gateway.count('countersign_radius_discards_total', 'unknown_client')) === before + 1,
    );
    expect(stranger.untaken).toBe(0);
    stranger.close();
  });

  it('C02: NAS-IP-Address of another client does not select its secret', async () => {
    const secret = SharedSecret.fromText('other secret');
    const claimed = { type: AttributeType.nasIpAddress, value: Buffer.of(127, 0, 0, 3) };
    const attributes = [textAttribute(AttributeType.userName, USER), claimed];
    const request = encodeRequest({ code: 1, identifier: nas.identifier(), secret, attributes });
    expect(await nas.silence(request.octets)).toEqual([]);
  });
});

describe('Status-Server (Z)', () => {
  const status = (from: Nas) => createStatusServer({ identifier: from.identifier(), secret: from.secret });

  it('Z01, Z04: gets an Access-Accept on one port and an Accounting-Response on the other', async () => {
    expect((await nas.ask(status(nas))).code).toBe(RadiusCode.accessAccept);
    expect((await accounting.ask(status(accounting))).code).toBe(RadiusCode.accountingResponse);
  });

  it('Z02, Z03: without a signature, or with a wrong one, gets nothing', async () => {
    const { octets } = status(nas);
    const bare = Buffer.from(octets.subarray(0, 20)).fill(20, 3, 4);
    expect(await nas.silence(bare)).toEqual([]);
    expect(await nas.silence(Buffer.from(octets).fill(9, 22, 38))).toEqual([]);
  });

  it('Z05: with User-Password is no authentication', async () => {
    const before = gateway.core.attempts.length;
    const password = {
      type: AttributeType.userPassword,
      value: Buffer.from('wrong'),
      hiding: 'user-password',
    } as const;
    const name = textAttribute(AttributeType.userName, USER);
    const request = createStatusServer({
      identifier: nas.identifier(),
      secret: nas.secret,
      attributes: [name, password],
    });
    expect((await nas.ask(request)).code).toBe(RadiusCode.accessAccept);
    expect(gateway.core.attempts).toHaveLength(before);
  });
});

describe('fuzz (L)', () => {
  it('L01: after 3000 mutated packets a valid one is accepted', async () => {
    let state = 0x1234567;
    const next = (limit: number) => {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      return (state >>> 0) % limit;
    };
    const seed = unsigned.login(USER, PASSWORD, [proxyState('x')], false).octets;
    for (let run = 0; run < 3000; run += 1) {
      const octets = Buffer.from(seed);
      for (let change = 0; change <= next(5); change += 1) octets[next(octets.length)] = next(256);
      unsigned.send(octets.subarray(0, next(4) === 0 ? next(octets.length) : octets.length));
      if (run % 100 === 0) await unsigned.sentinel();
    }
    expect((await unsigned.ask(unsigned.login(USER, PASSWORD))).code).toBe(RadiusCode.accessAccept);
    expect(await gateway.count('countersign_radius_discards_total', 'internal_error')).toBe(0);
  });
});

/** The same sign-in under an identifier that was used before. */
function encodeAgain(identifier: number, userName: string, password: string) {
  const hidden = { type: AttributeType.userPassword, value: Buffer.from(password), hiding: 'user-password' } as const;
  const attributes = [textAttribute(AttributeType.userName, userName), hidden];
  return encodeRequest({ code: RadiusCode.accessRequest, identifier, secret: nas.secret, attributes });
}
