import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { authenticationV1 } from '@countersign/contracts';
import { createStatusServer, RadiusCode } from '@countersign/radius';
import type { Nas } from '../../__fixtures__/nas.ts';
import {
  type GatewayUnderTest,
  type GatewayUnderTestOptions,
  startGateway,
  until,
} from '../../__fixtures__/start-gateway.ts';

const { Outcome } = authenticationV1;
const client = { id: 'nas', network: '127.0.0.1' } as const;

const gateways: GatewayUnderTest[] = [];
const opened: Nas[] = [];

async function start(options: Partial<GatewayUnderTestOptions> = {}): Promise<GatewayUnderTest> {
  const gateway = await startGateway({ clients: [client], ...options });
  for (const core of gateway.cores) core.verifier.users.set('alice', { password: 'pw' });
  gateways.push(gateway);
  return gateway;
}

async function open(gateway: GatewayUnderTest, from = '127.0.0.1'): Promise<Nas> {
  const nas = await gateway.nas({ from });
  opened.push(nas);
  return nas;
}

/** How many datagrams were dropped for this reason. */
async function discards(gateway: GatewayUnderTest, reason: string): Promise<number> {
  return gateway.count('countersign_radius_discards_total', `reason="${reason}"`);
}

afterEach(async () => {
  for (const nas of opened.splice(0)) nas.close();
  await Promise.all(gateways.splice(0).map((gateway) => gateway.stop()));
});

describe('without a decision there is no answer', () => {
  it('B06: silence while another gateway works on the request, and the answer when it has one', async () => {
    const gateway = await start();
    const nas = await open(gateway);
    gateway.core.decide = () => ({ outcome: Outcome.IN_PROGRESS });
    const request = nas.login('alice', 'pw');
    nas.send(request.octets);
    await until(async () => (await discards(gateway, 'in_progress_elsewhere')) === 1);
    expect(nas.untaken).toBe(0);
    gateway.core.decide = (attempt) => gateway.core.verifier.decide(attempt);
    expect((await nas.ask(request)).code).toBe(RadiusCode.accessAccept);
    const [first, second] = gateway.core.attempts;
    expect(first?.requestKey.equals(second?.requestKey ?? Buffer.alloc(0))).toBe(true);
  });

  it('B06: two gateways give one request the same key', async () => {
    const [one, other] = [await start(), await start()];
    const [nas, second] = [await open(one), await open(other)];
    const request = nas.login('alice', 'pw');
    await nas.ask(request);
    await second.ask(request);
    expect(one.core.attempts[0]?.requestKey).toEqual(other.core.attempts[0]?.requestKey);
  });

  it.each([
    ['NO_DECISION', { outcome: Outcome.NO_DECISION, errorCode: 'unavailable' }],
    ['an outcome of a later version', { outcome: 77 as never }],
    ['a challenge without a handle', { outcome: Outcome.CHALLENGED, message: 'code?' }],
  ])('silence on %s, and the next retransmission asks again', async (_, answer) => {
    const gateway = await start();
    const nas = await open(gateway);
    gateway.core.decide = () => answer;
    const request = nas.login('alice', 'pw');
    nas.send(request.octets);
    await until(async () => (await discards(gateway, 'undecided')) === 1);
    expect(nas.untaken).toBe(0);
    gateway.core.decide = (attempt) => gateway.core.verifier.decide(attempt);
    expect((await nas.ask(request)).code).toBe(RadiusCode.accessAccept);
  });

  it('a verdict after the deadline of the NAS is not sent', async () => {
    const gateway = await start({ clients: [{ ...client, nasDeadlineSeconds: 1 }] });
    const nas = await open(gateway);
    let decide = (): void => undefined;
    const decision = new Promise<void>((resolve) => {
      decide = resolve;
    });
    gateway.core.decide = async () => {
      await decision;
      return { outcome: Outcome.ACCEPTED };
    };
    nas.send(nas.login('alice', 'pw').octets);
    await until(async () => (await discards(gateway, 'undecided')) === 1);
    decide();
    gateway.core.decide = (attempt) => gateway.core.verifier.decide(attempt);
    await nas.sentinel();
    expect(nas.untaken).toBe(0);
  });
});

describe('B10: while no core answers', () => {
  it('nothing is answered, Status-Server neither; within two seconds of its return everything is', async () => {
    const gateway = await start();
    const nas = await open(gateway);
    const status = () => createStatusServer({ identifier: nas.identifier(), secret: nas.secret });
    expect((await nas.ask(status())).code).toBe(RadiusCode.accessAccept);
    await gateway.core.stop();
    await until(async () => !(await gateway.isReady()));
    const request = nas.login('alice', 'pw');
    nas.send(request.octets);
    nas.send(status().octets);
    await until(async () => (await discards(gateway, 'core_unavailable')) === 2);
    expect(nas.untaken).toBe(0);
    await gateway.core.start();
    const since = performance.now();
    await until(() => gateway.isReady());
    expect(performance.now() - since).toBeLessThan(2000);
    expect((await nas.ask(request)).code).toBe(RadiusCode.accessAccept);
  });
});

describe('several auth-servers', () => {
  it('share the work', async () => {
    const gateway = await start({ cores: 2 });
    const nas = await open(gateway);
    await until(async () => /countersign_radius_core_streams/.test(await gateway.metrics()));
    for (let count = 0; count < 10; count += 1) await nas.ask(nas.login('alice', 'pw'));
    expect(gateway.cores.map(({ attempts }) => attempts.length > 0)).toEqual([true, true]);
  });

  it('stand in for each other: what a dying one had is asked of another one, once', async () => {
    const gateway = await start({ cores: 2 });
    const nas = await open(gateway);
    for (const core of gateway.cores) core.decide = () => undefined;
    const request = nas.login('alice', 'pw');
    nas.send(request.octets);
    await until(() => gateway.cores.some(({ attempts }) => attempts.length === 1));
    const [asked, other] = gateway.cores[0]?.attempts.length === 1 ? gateway.cores : [...gateway.cores].reverse();
    if (asked === undefined || other === undefined) throw new Error('two cores were started');
    other.decide = (attempt) => other.verifier.decide(attempt);
    await asked.stop();
    expect((await nas.replyTo(request)).code).toBe(RadiusCode.accessAccept);
    expect(other.attempts.at(-1)?.requestKey).toEqual(asked.attempts[0]?.requestKey);
  });

  it('may end their streams at any time without a loss', async () => {
    const gateway = await start();
    const nas = await open(gateway);
    await nas.ask(nas.login('alice', 'pw'));
    const startedAt = performance.now();
    let ends = 0;
    for (let count = 0; performance.now() - startedAt < 2600; count += 1) {
      if (performance.now() - startedAt > 1200 * (ends + 1)) {
        ends += 1;
        gateway.core.endStreams();
      }
      expect((await nas.ask(nas.login('alice', 'pw'))).code).toBe(RadiusCode.accessAccept);
    }
    expect(ends).toBe(2);
    expect(await discards(gateway, 'undecided')).toBe(0);
  });
});

describe('the list of clients', () => {
  it('B49: changes under load without a lost packet, and a removed secret counts no more', async () => {
    const gateway = await start();
    const nas = await open(gateway);
    for (let round = 0; round < 10; round += 1) {
      gateway.core.setClients([client, { id: `more-${round}`, network: `127.1.0.${round}` }]);
      const requests = Array.from({ length: 20 }, () => nas.login('alice', 'pw'));
      for (const { octets } of requests) nas.send(octets);
      for (const request of requests) expect((await nas.replyTo(request)).code).toBe(RadiusCode.accessAccept);
    }
    const answered = nas.login('alice', 'pw');
    await nas.ask(answered);
    gateway.core.setClients([{ ...client, secret: Buffer.from('another one') }]);
    await until(async () => {
      nas.send(nas.login('alice', 'pw').octets);
      return (await discards(gateway, 'message_authenticator_invalid')) > 0;
    });
    // Not even a retransmission of what was answered under the old secret.
    const before = await discards(gateway, 'message_authenticator_invalid');
    nas.send(answered.octets);
    await until(async () => (await discards(gateway, 'message_authenticator_invalid')) > before);
  });

  it('B49: a verdict for a client that was removed meanwhile is not sent', async () => {
    const gateway = await start({ clients: [client, { id: 'other', network: '127.0.0.2' }] });
    const [nas, other] = [await open(gateway), await open(gateway, '127.0.0.2')];
    let decide = (): void => undefined;
    const decision = new Promise<void>((resolve) => {
      decide = resolve;
    });
    gateway.core.decide = async (attempt) => {
      if (attempt.relyingPartyId === 'rp-nas') await decision;
      return gateway.core.verifier.decide(attempt);
    };
    nas.send(nas.login('alice', 'pw').octets);
    await until(() => gateway.core.attempts.length === 1);
    gateway.core.setClients([{ id: 'other', network: '127.0.0.2' }]);
    await until(async () => {
      nas.send(nas.login('alice', 'pw').octets);
      return (await discards(gateway, 'unknown_client')) > 0;
    });
    decide();
    await until(async () => (await discards(gateway, 'client_removed')) > 0);
    await other.sentinel();
    expect(nas.untaken).toBe(0);
  });

  it('an empty one makes the gateway ready, and answers nobody', async () => {
    const gateway = await start({ clients: [] });
    expect(await gateway.isReady()).toBe(true);
    const nas = await open(gateway);
    nas.send(nas.login('alice', 'pw').octets);
    await until(async () => (await discards(gateway, 'unknown_client')) === 1);
  });

  it('is kept over a restart in a sealed file that only its owner may read', async () => {
    const folder = (await start()).folder;
    const path = join(folder, 'clients');
    const gateway = await start({ config: { CLIENTS_CACHE_FILE: path } });
    await until(() => statSync(path, { throwIfNoEntry: false }) !== undefined);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(await gateway.isReady()).toBe(true);
  });
});

describe('B46: Status-Server', () => {
  it('1000 of them from one client are limited, other requests and clients are answered', async () => {
    const gateway = await start({ clients: [client, { id: 'other', network: '127.0.0.2' }] });
    const [nas, other] = [await open(gateway), await open(gateway, '127.0.0.2')];
    for (let count = 0; count < 1000; count += 1) {
      nas.send(createStatusServer({ identifier: nas.identifier(), secret: nas.secret }).octets);
    }
    const status = createStatusServer({ identifier: 1, secret: other.secret });
    expect((await other.ask(status)).code).toBe(RadiusCode.accessAccept);
    await until(async () => (await discards(gateway, 'status_rate_limited')) > 900);
    expect((await nas.ask(nas.login('alice', 'pw'))).code).toBeDefined();
    expect(nas.untaken).toBeLessThan(100);
  });
});

describe('a gateway that stops', () => {
  it('answers what it took, takes nothing more, and says nothing to Status-Server', async () => {
    const gateway = await start();
    const nas = await open(gateway);
    let decide = (): void => undefined;
    const decision = new Promise<void>((resolve) => {
      decide = resolve;
    });
    gateway.core.decide = async (attempt) => {
      await decision;
      return gateway.core.verifier.decide(attempt);
    };
    const taken = nas.login('alice', 'pw');
    nas.send(taken.octets);
    await until(() => gateway.core.attempts.length === 1);
    const drained = gateway.gateway.drain();
    nas.send(nas.login('alice', 'pw').octets);
    nas.send(createStatusServer({ identifier: 5, secret: nas.secret }).octets);
    await until(async () => (await discards(gateway, 'draining')) === 2);
    expect(await gateway.isReady()).toBe(false);
    decide();
    expect((await nas.replyTo(taken)).code).toBe(RadiusCode.accessAccept);
    await drained;
    expect(nas.untaken).toBe(0);
  });
});

describe('two gateways on one address', () => {
  it('share its senders, and one goes on alone when the other stops', async () => {
    const one = await start();
    const other = await start({ config: { RADIUS_AUTH_LISTEN: [{ host: '127.0.0.1', port: one.authPort }] } });
    expect(other.authPort).toBe(one.authPort);
    const senders = await Promise.all(Array.from({ length: 40 }, () => open(one)));
    const ask = (nas: Nas) => nas.ask(nas.login('alice', 'pw'));
    await Promise.all(senders.map(ask));
    expect([one, other].map(({ core }) => core.attempts.length > 0)).toEqual([true, true]);
    await other.gateway.drain();
    await other.stop();
    gateways.splice(gateways.indexOf(other), 1);
    const replies = await Promise.all(senders.map(ask));
    expect(replies.every(({ code }) => code === RadiusCode.accessAccept)).toBe(true);
  });
});

describe('IPv6', () => {
  it('is served like IPv4, by its own socket', async () => {
    const gateway = await start({ host: '::1', clients: [{ id: 'six', network: '::1' }] });
    const nas = await gateway.nas({ from: '::1', to: '::1' });
    opened.push(nas);
    expect((await nas.ask(nas.login('alice', 'pw'))).code).toBe(RadiusCode.accessAccept);
  });
});
