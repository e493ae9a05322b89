import { setTimeout as delay } from 'node:timers/promises';
import { radiusClientAdministrationV1 as adminV1, radiusClientsV1 as feedV1 } from '@countersign/contracts';
import type { ServiceImplementation } from '@countersign/rpc';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  aCall,
  type AdministrationStack,
  anAdministrationStack,
  ask,
  contentsOf,
  journaled,
  NOW,
} from '../../../../__fixtures__/administration-stack.ts';
import { redisKeys } from '../../../../outbound/redis/keys.ts';
import { RadiusClientSnapshot } from '../../application/radius-client-snapshot.ts';
import { radiusClientUseCases } from '../../application/radius-client-use-cases.ts';
import { RecordAccounting } from '../../application/record-accounting.use-case.ts';
import { PostgresRadiusClientRepository } from '../../outbound/postgres/postgres-radius-client-repository.ts';
import { RedisTrafficMemory } from '../../outbound/redis/redis-traffic-memory.ts';
import { RedisAccountingJournal } from '../../outbound/redis/redis-accounting-journal.ts';
import { RadiusClientAdministrationGrpc } from './radius-client-administration.grpc.ts';
import { RadiusClientFeedGrpc } from './radius-client-feed.grpc.ts';

const CLIENT_ID = '0198c0de-0000-7000-8000-00000000c11e';

describe('RADIUS clients', () => {
  let stack: AdministrationStack;
  let snapshot: RadiusClientSnapshot;
  let problems: string[];
  let memory: RedisTrafficMemory;
  let admin: ServiceImplementation<typeof adminV1.RadiusClientAdministrationServiceDefinition>;
  let feed: ServiceImplementation<typeof feedV1.RadiusClientFeedServiceDefinition>;

  beforeAll(async () => {
    stack = await anAdministrationStack();
  });
  afterAll(async () => await stack.close());
  beforeEach(async () => {
    await stack.reset();
    stack.clock.time = NOW;
    problems = [];
    const { unitOfWork, secrets, random, clock } = stack;
    const clients = new PostgresRadiusClientRepository(stack.router);
    snapshot = new RadiusClientSnapshot({ clients, secrets, clock, onProblem: (problem) => problems.push(problem) });
    memory = new RedisTrafficMemory(stack.redis, secrets);
    const announcer = { announce: async () => await snapshot.refresh() };
    const useCases = radiusClientUseCases(
      { unitOfWork, clients, secrets, announcer, random },
      { memory, clients, snapshot, clock, random, wait: async (milliseconds) => await delay(milliseconds) },
    );
    admin = new RadiusClientAdministrationGrpc(useCases, stack.contexts, clock).handlers();
    const journal = new RedisAccountingJournal(stack.redis, 'auth-1');
    feed = new RadiusClientFeedGrpc(snapshot, new RecordAccounting(journal, snapshot), memory, clock).handlers();
    await snapshot.refresh();
  });

  const add = async (over: object = {}) =>
    await ask(admin.addRadiusClient, adminV1.AddRadiusClientRequest, {
      name: 'VPN',
      network: '192.0.2.10',
      requireMessageAuthenticator: true,
      sendClass: true,
      ...over,
    });
  const policy = (over: object = {}) => ({ requireUserMatch: true, allowOathFallback: true, ...over });

  it('adds a client with a good secret of its own, the safe policy, and tells the doors at once', async () => {
    const { client, generatedSecret } = await add();
    expect(generatedSecret).toMatch(/^[\w-]{32}$/);
    expect(client).toMatchObject({
      name: 'VPN',
      network: '192.0.2.10/32',
      nasDeadlineSeconds: 10,
      version: 1,
      policy: {
        passwordSource: 'local',
        codeEntry: 'challenge_or_concatenated',
        requireUserMatch: true,
        maxChallengeRounds: 5,
      },
    });
    expect(snapshot.current()?.clients[0]?.secret.expose().toString()).toBe(generatedSecret);
    expect(snapshot.get(client?.relyingPartyId ?? '')).toMatchObject({ applicationName: 'VPN' });
    expect(JSON.stringify(await journaled(stack.database))).not.toContain(generatedSecret);
  });

  it('keeps a name and a network for one client', async () => {
    await add();
    await expect(add({ network: '192.0.2.11' })).rejects.toMatchObject({ code: 'already_exists' });
    await expect(add({ name: 'Other' })).rejects.toMatchObject({ code: 'already_exists' });
  });

  it('changes a client and its policy as long as it is the version that was read', async () => {
    const { client } = await add();
    const changed = {
      ...client,
      network: '192.0.2.0/24',
      policy: policy({ passwordSource: 'none', codeEntry: 'code_only', replyAttributes: ['Filter-Id=vpn'] }),
    };
    const request = { id: client?.id, version: client?.version, client: changed };
    const answer = await ask(admin.updateRadiusClient, adminV1.UpdateRadiusClientRequest, request);
    expect(answer.client).toMatchObject({
      version: 2,
      network: '192.0.2.0/24',
      policy: { codeEntry: 'code_only', replyAttributes: ['Filter-Id=vpn'] },
    });
    await expect(ask(admin.updateRadiusClient, adminV1.UpdateRadiusClientRequest, request)).rejects.toMatchObject({
      code: 'version_conflict',
    });
    expect(snapshot.current()?.clients).toMatchObject([{ network: '192.0.2.0/24' }]);
  });

  it('accepts the former secret until it retires', async () => {
    const { client, generatedSecret } = await add();
    const rotate = { id: client?.id, secret: 'a secret of their own', retirePreviousAfterSeconds: 60 };
    const answer = await ask(admin.rotateRadiusClientSecret, adminV1.RotateRadiusClientSecretRequest, rotate);
    expect(answer).toMatchObject({ generatedSecret: '', client: { hasPreviousSecret: true, version: 2 } });
    const [open] = snapshot.current()?.clients ?? [];
    expect([open?.secret, open?.previousSecret].map((each) => each?.expose().toString())).toEqual([
      'a secret of their own',
      generatedSecret,
    ]);
    stack.clock.time = NOW + 61_000;
    await snapshot.refresh();
    expect(snapshot.current()?.clients[0]?.previousSecret).toBeUndefined();
  });

  it('removes a client with its relying party', async () => {
    const { client } = await add();
    await ask(admin.removeRadiusClient, adminV1.RemoveRadiusClientRequest, { id: client?.id });
    expect(await ask(admin.listRadiusClients, adminV1.ListRadiusClientsRequest, {})).toEqual({ clients: [] });
    expect(await stack.database.query('SELECT id FROM relying_parties')).toEqual([]);
    expect(snapshot.current()?.clients).toEqual([]);
  });

  it('feeds the whole list on connecting and after each change, until the gateway goes', async () => {
    const gateway = new AbortController();
    const lists = feed.watchRadiusClients({}, { ...aCall(), signal: gateway.signal })[Symbol.asyncIterator]();
    expect((await lists.next()).value.clients).toEqual([]);
    const next = lists.next();
    const { client, generatedSecret } = await add();
    const list = (await next).value;
    expect(list.clients).toMatchObject([
      { id: client?.id, network: '192.0.2.10/32', requireMessageAuthenticator: true },
    ]);
    expect(Buffer.from(list.clients[0].secret).toString()).toBe(generatedSecret);
    const last = lists.next();
    gateway.abort();
    expect(await last).toEqual({ done: true, value: undefined });
  });

  it('leaves out a client whose secret was tampered with, and keeps the others', async () => {
    await add();
    await add({ name: 'Other', network: '192.0.2.11' });
    await stack.database.query(
      `UPDATE radius_clients SET secret_sealed = set_byte(secret_sealed, 40, (get_byte(secret_sealed, 40) + 1) % 256) WHERE network = '192.0.2.10'`,
    );
    await snapshot.refresh();
    expect(snapshot.current()?.clients.map(({ name }) => name)).toEqual(['Other']);
    expect(problems).toEqual([expect.stringContaining('VPN')]);
  });

  it('keeps an accounting record once, however often and wherever it is repeated', async () => {
    const record = {
      recordKey: Buffer.from('0123456789abcdef'),
      clientId: CLIENT_ID,
      userName: 'al\0ice',
      sessionId: 's1',
      statusType: 2,
      occurredAtMilliseconds: NOW,
      sessionSeconds: 90,
      inputOctets: 5_000_000_000,
    };
    const other = { ...record, recordKey: Buffer.from('fedcba9876543210'), statusType: 1 };
    await ask(feed.recordAccounting, feedV1.RecordAccountingRequest, { records: [record] });
    await ask(feed.recordAccounting, feedV1.RecordAccountingRequest, { records: [record, other] });
    const entries = await stack.redis.client.xrange(redisKeys.journal, '-', '+');
    const events = entries.map(([, fields]) => ({ ...(JSON.parse(fields[1] ?? '{}') as object), outcome: fields[3] }));
    expect(events).toMatchObject([
      {
        kind: 'accounting',
        userName: 'al?ice',
        outcome: 'stop',
        occurredAt: NOW,
        details: { sessionSeconds: 90, inputOctets: 5_000_000_000 },
      },
      { outcome: 'start' },
    ]);
  });

  describe('traffic', () => {
    const numbers = { ...feedV1.ClientTraffic.fromPartial({}), requests: 5, lastPacketAtMilliseconds: NOW };
    const packet = feedV1.TracedPacket.fromPartial({ receivedAtMilliseconds: NOW, address: '192.0.2.10', code: 1 });
    const report = async (over: object) =>
      await ask(feed.reportTraffic, feedV1.ReportTrafficRequest, {
        gateway: 'radius-1',
        startedAtMilliseconds: 1,
        ...over,
      });

    it('adds up what the gateways say, with unknown addresses and advice', async () => {
      const { client } = await add({ policy: policy({ allowedMethods: ['text_message'] }) });
      const clients = [{ ...numbers, clientId: client?.id }];
      const sender = { address: '192.0.2.99', count: 2, firstSeenAtMilliseconds: 1, lastSeenAtMilliseconds: 2 };
      const unknown = { unknownSenders: [sender], hasUnknownSenders: true };
      expect(await report({ clients, ...unknown })).toMatchObject({ wantsEverything: true });
      expect(await report({ clients: [] })).toMatchObject({ wantsEverything: false });
      await report({ gateway: 'radius-2', clients, ...unknown });
      const traffic = await ask(admin.getRadiusTraffic, adminV1.GetRadiusTrafficRequest, {});
      expect(traffic.gateways.map(({ name }) => name)).toEqual(['radius-1', 'radius-2']);
      expect(traffic.clients).toMatchObject([
        { numbers: { requests: 10 }, advice: [{ kind: 'too_short', need: 'text_message', deadlineSeconds: 10 }] },
      ]);
      expect(traffic.unknownSenders).toMatchObject([{ address: '192.0.2.99', count: 4, lastSeenAtMilliseconds: 2 }]);
    });

    it('forgets what a gateway said before it started anew', async () => {
      const { client } = await add();
      await report({ clients: [{ ...numbers, clientId: client?.id }] });
      await report({ startedAtMilliseconds: 2 });
      const traffic = await ask(admin.getRadiusTraffic, adminV1.GetRadiusTrafficRequest, {});
      expect(traffic.clients).toMatchObject([{ numbers: { requests: 0 } }]);
    });

    it('asks the gateways for packets while somebody looks, and says who has not answered', async () => {
      const { client } = await add();
      const key = client?.id ?? '';
      await report({});
      await report({ gateway: 'radius-2' });
      const asked = ask(admin.listRadiusPackets, adminV1.ListRadiusPacketsRequest, { key });
      let watched: string[] = [];
      while (watched.length === 0) watched = (await report({})).watched;
      expect(watched).toEqual([key]);
      await report({ packetLists: [{ key, packets: [packet] }] });
      stack.clock.time += 4000;
      expect(await asked).toMatchObject({
        packets: [{ address: '192.0.2.10', gateway: 'radius-1' }],
        missingGateways: ['radius-2'],
      });
    });

    it('hands a test to one gateway, the password sealed on its way, and names a secret that is another one', async () => {
      const { client } = await add();
      await report({});
      const asked = ask(admin.testRadiusClient, adminV1.TestRadiusClientRequest, {
        ...{ id: client?.id, userName: 'alice', password: 'correct horse', secret: 'not the stored one' },
      });
      const waiting = await (async () => {
        for (;;) {
          const found = await stack.redis.client.lrange(redisKeys.radiusTests, 0, -1);
          if (found.length > 0) return found.join();
        }
      })();
      expect(waiting).not.toContain('correct horse');
      const { tests } = await report({});
      expect(tests).toMatchObject([{ clientId: client?.id, userName: 'alice', patienceMilliseconds: 10_000 }]);
      expect(tests[0]?.secret.toString()).toBe('not the stored one');
      expect((await report({ gateway: 'radius-2' })).tests).toEqual([]);
      const result = { id: tests[0]?.id, outcome: 'discarded', packet, target: '127.0.0.1:1812' };
      await report({ testResults: [result] });
      expect(await asked).toMatchObject({ secretComparison: 'different', outcome: 'discarded', gateway: 'radius-1' });
    });

    it('says so when no gateway runs', async () => {
      const { client } = await add();
      const asked = ask(admin.testRadiusClient, adminV1.TestRadiusClientRequest, { id: client?.id });
      await expect(asked).rejects.toMatchObject({ code: 'unavailable' });
    });
  });

  it.each([
    ['no name', { name: '' }, 'name'],
    ['a network with host bits', { network: '192.0.2.10/24' }, 'network'],
    ['no address at all', { network: 'vpn.example' }, 'network'],
    ['a long secret', { secret: 'x'.repeat(129) }, 'secret'],
    ['a secret that can be guessed', { secret: 'x'.repeat(15) }, 'secret'],
    ['an unknown encoding', { passwordEncoding: 'ebcdic' }, 'password_encoding'],
    ['a deadline of an hour', { nasDeadlineSeconds: 3600 }, 'nas_deadline_seconds'],
    ['an unknown password source', { policy: policy({ passwordSource: 'guess' }) }, 'policy.password_source'],
    ['a contradiction', { policy: policy({ codeEntry: 'code_only' }) }, 'policy.code_entry'],
    [
      'a trusted network of everybody',
      { policy: policy({ trustedNetworks: ['0.0.0.0/0'] }) },
      'policy.trusted_networks[0]',
    ],
    [
      'an attribute without value',
      { policy: policy({ replyAttributes: ['Filter-Id'] }) },
      'policy.reply_attributes[0]',
    ],
    [
      'an attribute of the protocol',
      { policy: policy({ replyAttributes: ['State=0x00'] }) },
      'policy.reply_attributes[0]',
    ],
    ['an unknown method', { policy: policy({ allowedMethods: ['pigeon'] }) }, 'policy.allowed_methods[0]'],
  ])('refuses %s, names the field and changes nothing', async (_what, over, field) => {
    const before = await contentsOf(stack.database);
    await expect(add(over)).rejects.toMatchObject({ code: 'invalid_request', field });
    expect(await contentsOf(stack.database)).toEqual(before);
  });

  it('refuses an id that is none, and one that nobody has', async () => {
    const remove = async (id: string) => await ask(admin.removeRadiusClient, adminV1.RemoveRadiusClientRequest, { id });
    await expect(remove("1' OR 1=1")).rejects.toMatchObject({ code: 'invalid_request', field: 'id' });
    await expect(remove(CLIENT_ID)).rejects.toMatchObject({ code: 'not_found' });
  });
});
