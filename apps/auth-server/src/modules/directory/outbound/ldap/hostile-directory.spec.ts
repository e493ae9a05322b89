import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { check, DirectoryWorld } from './__fixtures__/directory-world.ts';
import {
  FakeDirectory,
  type FakeConversation,
  startTlsAgreed,
  startTlsAgreedLong,
} from './__fixtures__/fake-directory.ts';
import { startTls } from './start-tls.ts';

const folder = mkdtempSync(join(tmpdir(), 'countersign-hostile-'));
const world = new DirectoryWorld(folder);
const fakes: FakeDirectory[] = [];

async function fake(conversation: FakeConversation): Promise<{ directory: FakeDirectory; port: number }> {
  const directory = new FakeDirectory(conversation);
  fakes.push(directory);
  return { directory, port: await directory.start() };
}

afterEach(async () => {
  world.close();
  for (const directory of fakes.splice(0)) await directory.stop();
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('startTls', () => {
  async function ask(...answer: Buffer[]): Promise<void> {
    const { port } = await fake((socket) => {
      for (const octets of answer) socket.write(octets);
    });
    const socket = connect({ port, host: '127.0.0.1' });
    try {
      await startTls(socket);
    } finally {
      socket.destroy();
    }
  }

  it.each([
    ['the short form', startTlsAgreed],
    ['the long form of Windows', startTlsAgreedLong],
  ])('takes the agreement with lengths in %s', async (_, answer) => {
    await expect(ask(answer)).resolves.toBeUndefined();
  });

  it('waits for the rest of an answer that comes in pieces', async () => {
    await expect(
      ask(startTlsAgreed.subarray(0, 1), startTlsAgreed.subarray(1, 6), startTlsAgreed.subarray(6)),
    ).resolves.toBeUndefined();
  });

  it('refuses a connection on which more comes in clear behind the answer', async () => {
    const prepared = Buffer.from('300c02010361070a01000400040030', 'hex');
    await expect(ask(Buffer.concat([startTlsAgreed, prepared]))).rejects.toThrow('more in clear');
  });

  it('says so when the server does not want to', async () => {
    const refused = Buffer.from(startTlsAgreed);
    refused[9] = 2;
    await expect(ask(refused)).rejects.toThrow('LDAP result 2');
  });

  it.each([
    ['HTTP', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['an indefinite length', Buffer.from('3080', 'hex')],
    ['a length of 4 GB', Buffer.from('3084ffffffff', 'hex')],
    ['a bind response', Buffer.from('300c02010161070a010004000400', 'hex')],
    ['another message id', Buffer.from('300c02010278070a010004000400', 'hex')],
  ])('refuses %s', async (_, answer) => {
    await expect(ask(answer)).rejects.toThrow('not LDAP');
  });

  it('says so when the server closes the connection', async () => {
    const { port } = await fake((socket) => socket.destroy());
    await expect(startTls(connect({ port, host: '127.0.0.1' }))).rejects.toThrow();
  });
});

describe('LdapDirectory against a server that misbehaves', () => {
  const isBind = (octets: Buffer): boolean => octets[5] === 0x60;
  const config = (ports: readonly number[], more: object = {}) => ({
    servers: ports.map((port) => ({ url: `ldap://127.0.0.1:${port}` })),
    bindTemplate: '{userName}@corp.example',
    dangerouslyAllowPlaintext: true,
    ...more,
  });

  it('gives up in time on a server that takes the bind and says nothing, and asks no other', async () => {
    const silent = await fake(() => undefined);
    const other = await fake(() => undefined);
    const directory = world.directory(config([silent.port, other.port], { operationTimeoutMilliseconds: 150 }));
    expect(await check(directory, 'alice', 'sesame')).toMatchObject({ kind: 'unavailable' });
    expect(silent.directory.received.filter(isBind)).toHaveLength(1);
    expect(other.directory.received).toHaveLength(0);
  });

  it('gives up when the sign-in has no time left, before the own limit', async () => {
    const { port } = await fake(() => undefined);
    const startedAt = performance.now();
    const answer = await check(world.directory(config([port])), 'alice', 'sesame', 100);
    expect(answer).toMatchObject({ kind: 'unavailable' });
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });

  it('does not repeat a bind whose connection broke before the answer', async () => {
    const breaking = await fake((socket) => socket.resetAndDestroy());
    const other = await fake(() => undefined);
    const directory = world.directory(config([breaking.port, other.port]));
    expect(await check(directory, 'alice', 'sesame')).toMatchObject({ kind: 'unavailable' });
    expect([breaking.directory.received.length, other.directory.received.length]).toEqual([1, 0]);
  });

  it('does not take the answer of another question for that of its own', async () => {
    const { port } = await fake((socket) => socket.write(Buffer.from('300c02017f61070a010004000400', 'hex')));
    const directory = world.directory(config([port], { operationTimeoutMilliseconds: 150 }));
    expect(await check(directory, 'alice', 'sesame')).toMatchObject({ kind: 'unavailable' });
  });

  it.each([
    ['HTTP', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['noise', Buffer.alloc(4096, 0x42)],
  ])('does not take %s for a verdict', async (_, noise) => {
    const { port } = await fake((socket) => socket.end(noise));
    const directory = world.directory(config([port], { operationTimeoutMilliseconds: 150 }));
    expect(await check(directory, 'alice', 'sesame')).toMatchObject({ kind: 'unavailable' });
  });

  it('marks a silent server as down by a probe in the background, without a sign-in', async () => {
    const { port } = await fake(() => undefined);
    const limits = { connectTimeoutMilliseconds: 100, operationTimeoutMilliseconds: 100 };
    const directory = world.directory(config([port], limits));
    directory.start();
    while (directory.status().some(({ isUp }) => isUp)) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(directory.status()).toMatchObject([{ url: `ldap://127.0.0.1:${port}`, isUp: false }]);
  });
});
