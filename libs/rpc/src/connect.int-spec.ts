import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLogger } from '@countersign/observability';
import { EchoServiceDefinition } from './__fixtures__/echo-service.ts';
import { EchoWorld } from './__fixtures__/echo-world.ts';
import { resolveAddresses } from './name-resolver.ts';
import { createRpcChannel } from './rpc-channel.ts';
import { trustOnly } from './tls-source.ts';

let world: EchoWorld;
beforeAll(async () => {
  world = await EchoWorld.create();
});
afterAll(() => world.close());

describe('a channel', () => {
  it('says when a server is connected', async () => {
    const { port } = await world.server();
    await expect((await world.channel(port)).waitForReady(5000)).resolves.toBeUndefined();
  });

  it('says when none is, after the time given', async () => {
    const { server, port } = await world.server();
    await server.stop(0);
    await expect((await world.channel(port)).waitForReady(50)).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining(`127.0.0.1:${port}`),
    });
  });

  it('finds its server again after a restart on the same port', async () => {
    const { server, port } = await world.server();
    const channel = await world.channel(port);
    const client = channel.client(EchoServiceDefinition);
    await client.echo({ text: '' });
    await server.stop(0);
    await expect(client.echo({ text: '' })).rejects.toMatchObject({ code: 'unavailable' });
    await world.server({}, { address: { host: '127.0.0.1', port } });
    await channel.waitForReady(10_000);
    await expect(client.echo({ text: 'back' })).resolves.toEqual({ text: 'back' });
  });

  it('needs an address', () => {
    const options = { addresses: [], tls: trustOnly(Buffer.alloc(0)), serverIdentity: 'auth-server' };
    expect(() => createRpcChannel(options)).toThrow('no address is configured for auth-server');
  });

  it('names the name that cannot be resolved', async () => {
    const addresses = [{ host: 'nowhere.invalid', port: 4443 }];
    const channel = await world.channel(0, undefined, { addresses });
    await expect(channel.waitForReady(200)).rejects.toMatchObject({
      message: expect.stringContaining('nowhere.invalid:4443'),
    });
  });
});

describe('a call', () => {
  it.each([true, undefined])('carries the session, and whether nobody uses it: %j', async (isSessionQuiet) => {
    const seen: unknown[] = [];
    const { port } = await world.server({
      echo: async ({ text }, { session, isSessionQuiet: isQuiet }) => {
        seen.push(session, isQuiet);
        return { text };
      },
    });
    await (await world.client(port)).echo({ text: '' }, { session: 'the-session', isSessionQuiet });
    expect(seen).toEqual(['the-session', isSessionQuiet === true]);
  });
});

describe('a server', () => {
  it('says which address it cannot listen on', async () => {
    const { port } = await world.server();
    await expect(world.server({}, { address: { host: '127.0.0.1', port } })).rejects.toThrow(`127.0.0.1:${port}`);
  });
});

describe('resolveAddresses', () => {
  it('leaves addresses as they are, each once, and resolves names', async () => {
    const twice = { host: '127.0.0.1', port: 1 };
    expect(await resolveAddresses([twice, twice, { host: '::1', port: 2 }])).toEqual([twice, { host: '::1', port: 2 }]);
    expect(await resolveAddresses([{ host: 'localhost', port: 3 }])).toContainEqual({ host: '127.0.0.1', port: 3 });
  });

  it('goes without a name that fails while another is found, and fails when none is', async () => {
    const lost = { host: 'nowhere.invalid', port: 1 };
    expect(await resolveAddresses([lost, { host: '127.0.0.1', port: 1 }])).toHaveLength(1);
    await expect(resolveAddresses([lost])).rejects.toThrow('nowhere.invalid');
  });
});

describe('TLS files', () => {
  it('know when their certificate ends', async () => {
    const notAfter = new Date('2099-01-01T00:00:00Z');
    expect((await world.identity('auth-server', { notAfter })).expiresAt()).toEqual(notAfter);
  });

  it('are refused when one is missing', async () => {
    const files = await world.files('auth-server');
    rmSync(files.authority);
    expect(() => world.watch(files)).toThrow(`the TLS file ${files.authority} cannot be read`);
  });

  it('are refused when everybody may read the key', async () => {
    const files = await world.files('auth-server');
    chmodSync(files.key, 0o644);
    expect(() => world.watch(files)).toThrow(`chmod 0400 ${files.key}`);
  });

  it('are refused when key and certificate do not fit', async () => {
    const files = await world.files('auth-server');
    writeFileSync(files.key, (await world.authority.issue('auth-server')).key);
    expect(() => world.watch(files)).toThrow('does not fit the key');
  });

  it('say once, not at every look, that they cannot be used', async () => {
    const lines: string[] = [];
    const logger = createLogger({ service: 'test', destination: { write: (line) => void lines.push(line) } });
    const files = await world.files('auth-server');
    const tls = world.watch(files, logger);
    writeFileSync(files.certificate, 'half a certificate');
    expect([tls.refresh(), tls.refresh(), lines.length]).toEqual([false, false, 1]);
  });
});
