import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DomainError, ERROR_CODES, isDomainError } from '@countersign/errors';
import { createLogger } from '@countersign/observability';
import { deferred } from './__fixtures__/deferred.ts';
import { EchoServiceDefinition } from './__fixtures__/echo-service.ts';
import { EchoWorld } from './__fixtures__/echo-world.ts';

let world: EchoWorld;
beforeAll(async () => {
  world = await EchoWorld.create();
});
afterAll(() => world.close());

/** The error of a promise that must reject. */
async function errorOf(promise: Promise<unknown>): Promise<DomainError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isDomainError(error)) throw new Error(`expected a DomainError, got ${String(error)}`);
  return error;
}

describe('an error that a handler throws', () => {
  it.each(ERROR_CODES.filter((code) => code !== 'internal'))(
    'arrives as %s with its message and details',
    async (code) => {
      const { port } = await world.server({
        echo: async () => {
          throw new DomainError(code, 'ce qui ne va pas: été', { retryAfterSeconds: 30, field: 'users[0].phone' });
        },
      });
      const error = await errorOf((await world.client(port)).echo({ text: '' }));
      expect(error).toMatchObject({
        code,
        message: 'ce qui ne va pas: été',
        retryAfterSeconds: 30,
        field: 'users[0].phone',
      });
    },
  );

  it.each([
    ['a bug', new TypeError('the password hunter2 has no property x')],
    ['internal', new DomainError('internal', 'the password hunter2 broke the seal')],
    ['not even an error', 'hunter2'],
  ])('shows only a reference when it is %s, and the log has the same reference', async (_kind, thrown) => {
    const lines: string[] = [];
    const logger = createLogger({ service: 'test', destination: { write: (line) => void lines.push(line) } });
    const { port } = await world.server({ echo: () => Promise.reject(thrown) }, { logger });
    const error = await errorOf((await world.client(port)).echo({ text: '' }));
    expect(error.code).toBe('internal');
    expect(error.message).not.toContain('hunter2');
    const reference = /reference ([0-9a-f]{12})$/.exec(error.message)?.[1];
    expect(lines.map((line) => JSON.parse(line))).toContainEqual(
      expect.objectContaining({ reference, level: 'error', method: 'countersign.test.v1.EchoService/Echo' }),
    );
  });

  it('ends a server stream with its code after the messages before it', async () => {
    const { port } = await world.server({
      count: async function* () {
        yield { text: 'one' };
        throw new DomainError('master_offline', 'the master is offline');
      },
    });
    const seen: string[] = [];
    const client = await world.client(port);
    const reading = (async () => {
      for await (const { text } of client.count({ text: '' })) seen.push(text);
    })();
    expect((await errorOf(reading)).code).toBe('master_offline');
    expect(seen).toEqual(['one']);
  });

  it('ends a bidirectional stream with its code', async () => {
    const { port } = await world.server({
      talk: () => {
        throw new DomainError('unavailable', 'no store');
      },
    });
    const channel = await world.channel(port);
    const call = channel.client(EchoServiceDefinition).talk();
    const failed = await new Promise<Parameters<typeof channel.errorOf>[0]>((resolve) => call.on('error', resolve));
    expect(channel.errorOf(failed)).toMatchObject({ code: 'unavailable', message: 'no store' });
  });
});

describe('what a call carries', () => {
  it('reaches the handler: who calls, deadline, idempotency key and operator', async () => {
    const contexts: unknown[] = [];
    const { port } = await world.server({
      echo: async (request, { caller, deadline, idempotencyKey, operator }) => {
        contexts.push({ caller, hasDeadline: deadline instanceof Date, idempotencyKey, operator });
        return request;
      },
    });
    const client = await world.client(port);
    await client.echo({ text: 'x' }, { idempotencyKey: 'k 1', operator: 'Zoë' });
    expect(contexts).toEqual([
      {
        caller: { service: 'radius-gateway', instance: 'gateway-1' },
        hasDeadline: true,
        idempotencyKey: 'k 1',
        operator: 'Zoë',
      },
    ]);
  });

  it('includes a deadline, after which the caller is answered and the handler is told', async () => {
    const aborted = deferred();
    const { port } = await world.server({
      echo: (_request, { signal }) =>
        new Promise(() => {
          signal.addEventListener('abort', () => aborted.resolve());
        }),
    });
    const client = await world.client(port);
    const error = await errorOf(client.echo({ text: '' }, { deadlineMilliseconds: 100 }));
    expect(error).toMatchObject({
      code: 'deadline_exceeded',
      message: expect.stringContaining('auth-server at 127.0.0.1'),
    });
    await aborted.promise;
  });

  it('can be cancelled by the caller, which the handler sees', async () => {
    const started = deferred();
    const aborted = deferred();
    const { port } = await world.server({
      echo: (_request, { signal }) =>
        new Promise(() => {
          signal.addEventListener('abort', () => aborted.resolve());
          started.resolve();
        }),
    });
    const abort = new AbortController();
    const result = errorOf((await world.client(port)).echo({ text: '' }, { signal: abort.signal }));
    await started.promise;
    abort.abort();
    expect((await result).message).toContain('was cancelled');
    await aborted.promise;
  });

  it('leaves no fault in the log when the handler stops because the caller left', async () => {
    const lines: string[] = [];
    const logger = createLogger({
      service: 'test',
      level: 'warn',
      destination: { write: (line) => void lines.push(line) },
    });
    const started = deferred();
    const stopped = deferred();
    const { server, port } = await world.server(
      {
        echo: (_request, { signal }) => {
          started.resolve();
          return new Promise((_, reject) => {
            signal.addEventListener('abort', () => {
              reject(signal.reason);
              stopped.resolve();
            });
          });
        },
      },
      { logger },
    );
    const abort = new AbortController();
    const result = errorOf((await world.client(port)).echo({ text: '' }, { signal: abort.signal }));
    await started.promise;
    abort.abort();
    await Promise.all([result, stopped.promise]);
    await server.stop(1000);
    expect(lines).toEqual([]);
  });
});
