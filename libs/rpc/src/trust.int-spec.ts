import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:tls';
import { createLogger } from '@countersign/observability';
import { TestAuthority } from '@countersign/testing';
import { EchoServiceDefinition } from './__fixtures__/echo-service.ts';
import { EchoWorld } from './__fixtures__/echo-world.ts';
import { trustOnly } from './tls-source.ts';

let world: EchoWorld;
beforeAll(async () => {
  world = await EchoWorld.create();
});
afterAll(() => world.close());

const PAST = { notBefore: new Date('2020-01-01T00:00:00Z'), notAfter: new Date('2020-01-02T00:00:00Z') };

describe('who may call', () => {
  it('lets the listed caller in', async () => {
    const { port } = await world.server();
    await expect((await world.client(port)).echo({ text: 'hello' })).resolves.toEqual({ text: 'hello' });
  });

  it('denies a caller that is not listed for the method, and logs who it was', async () => {
    const lines: string[] = [];
    const logger = createLogger({ service: 'test', destination: { write: (line) => void lines.push(line) } });
    const { port } = await world.server({}, { logger });
    const client = await world.client(port, await world.identity('user-portal'));
    await expect(client.echo({ text: '' })).rejects.toMatchObject({
      code: 'caller_not_allowed',
      message: 'user-portal may not call countersign.test.v1.EchoService/Echo',
    });
    expect(lines.join('')).toContain('"caller":{"service":"user-portal"');
  });

  it('denies a method without a list to everybody', async () => {
    const { port } = await world.server();
    await expect((await world.client(port)).hidden({ text: '' })).rejects.toMatchObject({ code: 'caller_not_allowed' });
  });

  it.each(['count', 'talk'] as const)('denies the stream %s to a caller that is not listed', async (method) => {
    const { port } = await world.server();
    const channel = await world.channel(port, await world.identity('user-portal'));
    const client = channel.client(EchoServiceDefinition);
    if (method === 'count') {
      const reading = (async () => {
        for await (const _ of client.count({ text: '' }));
      })();
      await expect(reading).rejects.toMatchObject({ code: 'caller_not_allowed' });
    } else {
      const failed = await new Promise<Parameters<typeof channel.errorOf>[0]>((resolve) =>
        client.talk().on('error', resolve),
      );
      expect(channel.errorOf(failed).code).toBe('caller_not_allowed');
    }
  });

  it.each([
    ['no identity of ours', [{ type: 'dns', value: 'radius-gateway' }]],
    ['another installation', [{ type: 'url', value: 'spiffe://elsewhere/sa/radius-gateway' }]],
    [
      'two identities',
      ['radius-gateway', 'user-portal'].map((s) => ({ type: 'url' as const, value: `spiffe://countersign/sa/${s}` })),
    ],
    ['the reserved name', [{ type: 'url', value: 'spiffe://countersign/sa/anonymous' }]],
  ] as const)('denies a certificate with %s', async (_kind, names) => {
    const { port } = await world.server({}, { allowed: { echo: ['radius-gateway', 'anonymous'] } });
    const tls = await world.identity('radius-gateway', { names: names.map((name) => ({ ...name })) });
    await expect((await world.client(port, tls)).echo({ text: '' })).rejects.toMatchObject({
      code: 'caller_not_allowed',
    });
  });
});

describe('a connection without trust', () => {
  it('is refused to a client without a certificate', async () => {
    const { port } = await world.server();
    const client = await world.client(port, trustOnly(Buffer.from(world.authority.pem)));
    await expect(client.echo({ text: '' })).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/127\.0\.0\.1:\d+.*certificate/),
    });
  });

  it('is refused to a client of another authority that trusts ours', async () => {
    const { port } = await world.server();
    const foreign = await world.files('radius-gateway', {}, await TestAuthority.create());
    writeFileSync(foreign.authority, world.authority.pem);
    await expect((await world.client(port, world.watch(foreign))).echo({ text: '' })).rejects.toMatchObject({
      code: 'unavailable',
    });
  });

  it('is refused by a client when the server is of another authority', async () => {
    const { port } = await world.server(
      {},
      { tls: await world.identity('auth-server', {}, await TestAuthority.create()) },
    );
    await expect((await world.client(port)).echo({ text: '' })).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('do not trust each other'),
    });
  });

  it('is refused to a client whose certificate has ended', async () => {
    const { port } = await world.server();
    const client = await world.client(port, await world.identity('radius-gateway', PAST));
    await expect(client.echo({ text: '' })).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('is refused by a client when the certificate of the server has ended', async () => {
    const { port } = await world.server({}, { tls: await world.identity('auth-server', PAST) });
    await expect((await world.client(port)).echo({ text: '' })).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('in date'),
    });
  });

  it('is refused by a client when the server is another service of the same authority', async () => {
    const { port } = await world.server({}, { tls: await world.identity('delivery-worker') });
    await expect((await world.client(port)).echo({ text: '' })).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('is not auth-server'),
    });
  });

  it('is refused below TLS 1.3', async () => {
    const { port } = await world.server();
    const material = (await world.identity('radius-gateway')).current();
    const socket = connect({
      port,
      host: '127.0.0.1',
      ca: material.authority,
      cert: material.identity.certificate,
      key: material.identity.key,
      maxVersion: 'TLSv1.2',
      checkServerIdentity: () => undefined,
    });
    const error = await new Promise<Error>((resolve) => socket.once('error', resolve));
    expect(error.message).toMatch(/protocol version/);
  });

  it('names the address and what to check when nobody listens', async () => {
    const { server, port } = await world.server();
    await server.stop(0);
    await expect((await world.client(port)).echo({ text: '' })).rejects.toMatchObject({
      code: 'unavailable',
      message: `auth-server at 127.0.0.1:${port} cannot be reached: check that it runs, that the address is right, and that it accepts this process's certificate`,
    });
  });
});

describe('the port for first contacts', () => {
  it('serves a caller without a certificate as anonymous, and only what is listed for it', async () => {
    const { port } = await world.server(
      { echo: async (_request, { caller }) => ({ text: caller.service }) },
      { clientCertificates: 'none', allowed: { echo: ['anonymous'], hidden: ['radius-gateway'] } },
    );
    const client = await world.client(port, trustOnly(Buffer.from(world.authority.pem)));
    await expect(client.echo({ text: '' })).resolves.toEqual({ text: 'anonymous' });
    await expect(client.hidden({ text: '' })).rejects.toMatchObject({ code: 'caller_not_allowed' });
  });

  it('does not believe a certificate there', async () => {
    const { port } = await world.server({}, { clientCertificates: 'none', allowed: { echo: ['radius-gateway'] } });
    await expect((await world.client(port)).echo({ text: '' })).rejects.toMatchObject({ code: 'caller_not_allowed' });
  });
});

describe('a renewed certificate', () => {
  it('is used by the server for the next connection, without a restart', async () => {
    const files = await world.files('auth-server', { instance: 'before' });
    const tls = world.watch(files);
    const { port } = await world.server({}, { tls });
    const { certificate, key } = await world.authority.issue('auth-server', { instance: 'after' });
    writeFileSync(files.key, key);
    writeFileSync(files.certificate, certificate);
    expect(tls.refresh()).toBe(true);
    const { identity, authority } = (await world.identity('radius-gateway')).current();
    const options = { ca: authority, cert: identity.certificate, key: identity.key, ALPNProtocols: ['h2'] };
    const socket = connect({ port, host: '127.0.0.1', ...options, checkServerIdentity: () => undefined });
    await new Promise((resolve) => socket.once('secureConnect', resolve));
    expect(socket.getPeerCertificate().subject.CN).toBe('after');
    expect(socket.getProtocol()).toBe('TLSv1.3');
    socket.destroy();
  });

  it('is used by the client for the next connection', async () => {
    const files = await world.files('radius-gateway', { instance: 'before' });
    const tls = world.watch(files);
    const { port } = await world.server(
      { echo: async (_request, { caller }) => ({ text: caller.instance ?? '' }) },
      { maxConnectionAgeMilliseconds: 200 },
    );
    const client = await world.client(port, tls);
    await expect(client.echo({ text: '' })).resolves.toEqual({ text: 'before' });
    const { certificate, key } = await world.authority.issue('radius-gateway', { instance: 'after' });
    writeFileSync(files.key, key);
    writeFileSync(files.certificate, certificate);
    expect(tls.refresh()).toBe(true);
    const deadline = performance.now() + 5000;
    let answer = '';
    while (answer !== 'after' && performance.now() < deadline) answer = (await client.echo({ text: '' })).text;
    expect(answer).toBe('after');
  });

  it('that is half written leaves the former in use', async () => {
    const files = await world.files('auth-server');
    const tls = world.watch(files);
    const before = tls.current();
    writeFileSync(files.key, (await world.authority.issue('auth-server')).key);
    expect(tls.refresh()).toBe(false);
    expect(tls.current()).toBe(before);
  });
});
