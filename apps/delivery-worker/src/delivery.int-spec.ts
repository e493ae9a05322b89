import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DELIVERY_QUEUE, DELIVERY_QUEUE_PREFIX, type DeliveryJob, deliveryV1 } from '@countersign/contracts';
import { Keyring, Sealer, SystemRandom, uuidv7 } from '@countersign/crypto';
import { DomainError, SecretBytes } from '@countersign/errors';
import { createLogger, HealthServer, silentLogger } from '@countersign/observability';
import { createRpcServer, type RpcChannel, type RpcServer, TlsFiles } from '@countersign/rpc';
import { aTestRedis, FakeSmsGateway, temporaryFolder, TestAuthority } from '@countersign/testing';
import { NestFactory } from '@nestjs/core';
import { Queue } from 'bullmq';
import { AppModule, CORE_CHANNEL } from './app.module.ts';
import { configSchema } from './config.ts';
import { DeliveryConsumer } from './inbound/bullmq/delivery-consumer.ts';

const NUMBER = '+41791234567';
const CODE = '314159';

describe('the delivery-worker', () => {
  const closers: (() => Promise<unknown> | unknown)[] = [];
  let folder: string;
  let keyring: Keyring;
  let authority: TestAuthority;
  let redisUrl: string;
  let queue: Queue;
  let gateway: FakeSmsGateway;
  let second: FakeSmsGateway;
  let core: RpcServer;
  let reports: deliveryV1.ReportDeliveryRequest[];
  let log: string;
  /** Thrown at the first reports, one each. */
  let refusals: DomainError[];
  let wakeReader: () => void;

  beforeEach(async () => {
    const temporary = temporaryFolder();
    folder = temporary.path;
    closers.push(() => temporary.remove());
    authority = await TestAuthority.create();
    keyring = Keyring.create(path.join(folder, 'keys.json'), new Date());
    const redis = await aTestRedis();
    redisUrl = redis.url;
    queue = new Queue(DELIVERY_QUEUE, { connection: { url: redisUrl }, prefix: DELIVERY_QUEUE_PREFIX });
    closers.push(() => queue.close());
    gateway = await FakeSmsGateway.start();
    second = await FakeSmsGateway.start();
    closers.push(
      () => gateway.stop(),
      () => second.stop(),
    );
    [reports, refusals, log, wakeReader] = [[], [], '', () => undefined];
    core = await startCore();
    await startWorker();
  });
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  async function startCore(): Promise<RpcServer> {
    mkdirSync(path.join(folder, 'core'));
    const files = await authority.issueFiles(path.join(folder, 'core'), 'auth-server');
    const tls = new TlsFiles(files, { logger: silentLogger() });
    const server = createRpcServer({ address: { host: '127.0.0.1', port: 0 }, tls, logger: silentLogger() });
    server.addService(
      deliveryV1.DeliveryReportServiceDefinition,
      {
        reportDelivery: async (request) => {
          const refusal = refusals.shift();
          if (refusal !== undefined) throw refusal;
          reports.push(request);
          wakeReader();
          return {};
        },
      },
      { reportDelivery: ['delivery-worker'] },
    );
    closers.push(
      () => tls.close(),
      () => server.stop(0),
    );
    return server;
  }

  async function startWorker(): Promise<void> {
    mkdirSync(path.join(folder, 'own'));
    const files = await authority.issueFiles(path.join(folder, 'own'), 'delivery-worker');
    const provider = (name: string, { origin }: FakeSmsGateway) => ({
      ...{ name, kind: 'http', url: `${origin}/send` },
      body: { format: 'json', template: '{"to":"{to}","text":"{text}"}' },
      timeoutMilliseconds: 500,
    });
    const providers = [provider('first', gateway), provider('second', second)];
    const providersFile = path.join(folder, 'providers.json');
    writeFileSync(providersFile, JSON.stringify({ providers }));
    const config = configSchema.parse({
      INSTANCE_NAME: 'delivery-test',
      TLS_CERT_FILE: files.certificate,
      TLS_KEY_FILE: files.key,
      TLS_CA_FILE: files.authority,
      CORE_ADDRESSES: `127.0.0.1:${await core.start()}`,
      REDIS_URL: redisUrl,
      SEALING_KEYS_FILE: path.join(folder, 'keys.json'),
      DELIVERY_PROVIDERS_FILE: providersFile,
      HEALTH_LISTEN: '127.0.0.1:9',
    });
    const destination = new Writable({
      write: (chunk, _, done) => {
        log += String(chunk);
        done();
      },
    });
    const logger = createLogger({ service: 'delivery-worker', level: 'trace', destination });
    const app = await NestFactory.createApplicationContext(
      AppModule.with({ ...config, HEALTH_LISTEN: { host: '127.0.0.1', port: 0 } }, logger),
      { logger: false },
    );
    const consumer = app.get(DeliveryConsumer);
    closers.push(
      () => app.get(TlsFiles).close(),
      () => app.get<RpcChannel>(CORE_CHANNEL).close(),
      () => consumer.stop(),
      () => app.get(HealthServer).stop(),
    );
    healthPort = await app.get(HealthServer).start();
    consumer.start();
  }
  let healthPort: number;

  async function put(over: Partial<DeliveryJob> = {}): Promise<string> {
    const deliveryId = uuidv7(new Date(), new SystemRandom());
    const location = { table: 'delivery_jobs', column: 'text', row: deliveryId };
    const sealed = new Sealer(keyring).seal(SecretBytes.fromText(`Your code: ${CODE}`), location);
    const job: DeliveryJob = {
      deliveryId,
      authenticationId: 'authentication-1',
      userId: '018f0000-0000-7000-8000-000000000002',
      channel: 'text_message',
      recipient: NUMBER,
      sealedText: sealed.toString('base64'),
      language: 'en',
      expiresAtMilliseconds: Date.now() + 300_000,
      ...over,
    };
    await queue.add('text_message', job, { jobId: deliveryId, removeOnComplete: true, removeOnFail: true });
    return deliveryId;
  }

  async function reported(count = 1): Promise<void> {
    while (reports.length < count) {
      await new Promise<void>((resolve) => {
        wakeReader = resolve;
      });
    }
  }

  async function isDone(deliveryId: string): Promise<void> {
    while ((await queue.getJob(deliveryId)) !== undefined) await new Promise((resolve) => setTimeout(resolve, 10));
  }

  it('sends a message, reports it, and leaves nothing in the queue', async () => {
    const deliveryId = await put();
    await reported();
    expect(gateway.requests.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
      { to: NUMBER, text: `Your code: ${CODE}` },
    ]);
    expect(reports).toMatchObject([
      { deliveryId, authenticationId: 'authentication-1', outcome: 'sent', provider: 'first' },
    ]);
    await isDone(deliveryId);
  });

  it('goes on to the next provider, and says in words when none took it', async () => {
    gateway.always({ kind: 'reset' });
    await put();
    await reported(1);
    expect(reports[0]).toMatchObject({ outcome: 'sent', provider: 'second' });
    second.always({ kind: 'answer', status: 503 });
    await put();
    await reported(2);
    expect(reports[1]).toMatchObject({
      outcome: 'failed',
      detail: expect.stringMatching(/^first unreachable: ECONNRESET; second unreachable: HTTP status 503$/),
    });
  });

  it('repeats the report until the core takes it', async () => {
    refusals.push(new DomainError('unavailable', 'not now'), new DomainError('unavailable', 'not now'));
    await put();
    await reported();
    expect(gateway.requests).toHaveLength(1);
    expect(reports).toHaveLength(1);
  });

  it('does not send what has expired', async () => {
    await put({ expiresAtMilliseconds: Date.now() - 1 });
    await reported();
    expect(reports).toMatchObject([{ outcome: 'failed', detail: expect.stringContaining('expired') }]);
    expect(gateway.requests).toEqual([]);
  });

  it('discards a job that is none, and goes on', async () => {
    await queue.add('text_message', { deliveryId: 'x' }, { jobId: 'malformed', removeOnComplete: true });
    await put();
    await reported();
    await isDone('malformed');
    expect(log).toContain('malformed');
  });

  it('writes neither number nor text into its log', async () => {
    gateway.next({ kind: 'answer', status: 400, body: `no credit for ${NUMBER}: ${CODE}` });
    second.next({ kind: 'reset' });
    await isDone(await put());
    await isDone(await put());
    expect(log).toContain('a message was not delivered');
    expect(log).toContain('a message was handed over');
    expect(log).toContain('+41…67');
    for (const secret of ['79123', CODE]) expect(log).not.toContain(secret);
  });

  it('is ready, and counts', async () => {
    const url = `http://127.0.0.1:${healthPort}`;
    while ((await fetch(`${url}/ready`)).status !== 200) await new Promise((resolve) => setTimeout(resolve, 10));
    await isDone(await put());
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toContain('countersign_deliveries_total{channel="text_message",outcome="sent"} 1');
    expect(metrics).toContain('countersign_delivery_attempts_total{provider="first",outcome="accepted"} 1');
  });
});
