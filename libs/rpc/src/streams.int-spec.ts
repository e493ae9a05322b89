import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DomainError } from '@countersign/errors';
import { deferred } from './__fixtures__/deferred.ts';
import { type Batch, EchoServiceDefinition } from './__fixtures__/echo-service.ts';
import { EchoWorld } from './__fixtures__/echo-world.ts';
import { BatchedDuplex } from './batched-duplex.ts';

let world: EchoWorld;
beforeAll(async () => {
  world = await EchoWorld.create();
});
afterAll(() => world.close());

const pack = (items: readonly string[]): Batch => ({ items });
const octetsOf = (item: string): number => item.length;

describe('a bidirectional stream with batches', () => {
  it('brings every item there and back, many in one message', async () => {
    let messages = 0;
    const { port } = await world.server({
      talk: (call) => {
        const answers = new BatchedDuplex<string, Batch>(call, { pack, octetsOf });
        call.on('data', ({ items }: Batch) => {
          messages += 1;
          for (const item of items) answers.send(item.toUpperCase());
        });
        call.on('end', () => answers.end());
      },
    });
    const call = (await world.client(port)).talk();
    const questions = new BatchedDuplex<string, Batch>(call, { pack, octetsOf });
    const sent = Array.from({ length: 1000 }, (_, index) => `item ${index}`);
    for (const item of sent) expect(questions.send(item)).toBe(true);
    questions.end();
    const received: string[] = [];
    for await (const { items } of call) received.push(...items);
    expect(received).toEqual(sent.map((item) => item.toUpperCase()));
    expect(messages).toBe(Math.ceil(1000 / 64));
  });

  it('holds items back while the server does not read, and brings them all when it does', async () => {
    const mayRead = deferred();
    const { port } = await world.server({
      talk: async (call) => {
        call.pause();
        await mayRead.promise;
        let octets = 0;
        for await (const { items } of call) octets += items.join('').length;
        call.write({ items: [String(octets)] });
        call.end();
      },
    });
    const call = (await world.client(port)).talk();
    const questions = new BatchedDuplex<string, Batch>(call, { pack, octetsOf, maxWaiting: 100 });
    const item = 'x'.repeat(30_000);
    let taken = 0;
    const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
    while (questions.send(item)) {
      taken += 1;
      await turn();
    }
    expect(questions.waiting).toBe(100);
    mayRead.resolve();
    questions.end();
    const answers: string[] = [];
    for await (const { items } of call) answers.push(...items);
    expect(answers).toEqual([String(taken * item.length)]);
  });
});

describe('a server stream', () => {
  it('is produced only as fast as it is read, and stops when the reader leaves', async () => {
    let produced = 0;
    const left = deferred();
    const { port } = await world.server({
      count: async function* () {
        try {
          for (;;) {
            produced += 1;
            yield { text: 'x'.repeat(10_000) };
          }
        } finally {
          left.resolve();
        }
      },
    });
    let read = 0;
    for await (const _ of (await world.client(port)).count({ text: '' })) {
      read += 1;
      if (read === 3) break;
    }
    await left.promise;
    expect(produced).toBeLessThan(1000);
  });
});

describe('stopping a server', () => {
  it('lets a call under way finish and takes no new one', async () => {
    const started = deferred();
    const mayFinish = deferred();
    const { server, port } = await world.server({
      echo: async (request) => {
        started.resolve();
        await mayFinish.promise;
        return request;
      },
    });
    const answer = (await world.client(port)).echo({ text: 'kept' });
    await started.promise;
    const stopped = server.stop(10_000);
    await expect((await world.client(port)).echo({ text: 'late' })).rejects.toMatchObject({ code: 'unavailable' });
    mayFinish.resolve();
    await expect(answer).resolves.toEqual({ text: 'kept' });
    await stopped;
  });

  it('tells a long-lived stream to end, so that what is under way is still answered', async () => {
    const { server, port } = await world.server({
      talk: (call, { draining }) => {
        call.on('data', () => undefined);
        draining.addEventListener('abort', () => {
          call.write({ items: ['last answer'] });
          call.end();
        });
        call.write({ items: ['open'] });
      },
    });
    const call = (await world.client(port)).talk();
    const received: string[] = [];
    let stopped: Promise<void> | undefined;
    for await (const { items } of call) {
      received.push(...items);
      stopped ??= server.stop(10_000);
    }
    expect(received).toEqual(['open', 'last answer']);
    await stopped;
  });

  it('breaks off what does not end in time', async () => {
    const started = deferred();
    const { server, port } = await world.server({
      echo: () => {
        started.resolve();
        return new Promise(() => undefined);
      },
    });
    const answer = (await world.client(port)).echo({ text: '' }, { deadlineMilliseconds: 20_000 });
    answer.catch(() => undefined);
    await started.promise;
    await server.stop(10);
    await expect(answer).rejects.toMatchObject({ code: 'unavailable' });
  });
});

describe('several servers', () => {
  it('share the calls evenly', async () => {
    const counts = [0, 0];
    const ports = await Promise.all(
      counts.map(async (_, index) => {
        const { port } = await world.server({
          echo: async (request) => {
            counts[index] = (counts[index] ?? 0) + 1;
            return request;
          },
        });
        return port;
      }),
    );
    const addresses = ports.map((port) => ({ host: 'localhost', port }));
    const channel = await world.channel(0, undefined, { addresses });
    const client = channel.client(EchoServiceDefinition);
    const deadline = performance.now() + 5000;
    while (counts.includes(0) && performance.now() < deadline) await client.echo({ text: '' });
    counts.fill(0);
    for (let call = 0; call < 20; call += 1) await client.echo({ text: '' });
    expect(counts).toEqual([10, 10]);
  });

  it('hide the loss of one from methods that may be repeated', async () => {
    const one = await world.server();
    const two = await world.server();
    const addresses = [one.port, two.port].map((port) => ({ host: '127.0.0.1', port }));
    const idempotentMethods = ['countersign.test.v1.EchoService/Echo'];
    const channel = await world.channel(0, undefined, { addresses, idempotentMethods });
    const client = channel.client(EchoServiceDefinition);
    await client.echo({ text: '' });
    const answers = Array.from({ length: 40 }, async (_, index) => {
      if (index === 10) await one.server.stop(0);
      return client.echo({ text: String(index) });
    });
    await expect(Promise.all(answers)).resolves.toHaveLength(40);
  });

  it('are repeated only for the methods that may be', async () => {
    let asked = 0;
    const { port } = await world.server({
      echo: async () => {
        asked += 1;
        throw new DomainError('unavailable', 'no');
      },
    });
    await expect((await world.client(port)).echo({ text: '' })).rejects.toMatchObject({ code: 'unavailable' });
    expect(asked).toBe(1);
    const idempotentMethods = ['countersign.test.v1.EchoService/Echo'];
    const repeating = await world.client(port, undefined, { idempotentMethods });
    await expect(repeating.echo({ text: '' })).rejects.toMatchObject({ code: 'unavailable' });
    expect(asked).toBe(4);
  });
});
