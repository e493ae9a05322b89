import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import type { IncomingMessage, Server } from 'node:http';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '@countersign/testing/servers';
import { inboxServer } from './inbox-server.ts';
import { MessageStore } from './message-store.ts';

describe('inboxServer', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let server: Server;
  let origin: string;

  const file = () => path.join(folder.path, 'inbox.jsonl');
  beforeEach(async () => {
    folder = temporaryFolder();
    server = inboxServer(new MessageStore(file()));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
    folder.remove();
  });

  const post = async (body: string, type: string) =>
    await fetch(`${origin}/messages`, { method: 'POST', body, headers: { 'content-type': type } });
  const list = async (query = '') =>
    ((await (await fetch(`${origin}/messages${query}`)).json()) as { messages: { to: string; text: string }[] })
      .messages;

  it('takes messages as a form and as JSON, and lists them in their order', async () => {
    expect((await post('to=%2B33612345678&text=Votre+code%3A+1', 'application/x-www-form-urlencoded')).status).toBe(
      202,
    );
    expect((await post('{"to":"+4915112345678","text":"Code: 2"}', 'application/json')).status).toBe(202);
    expect((await list()).map(({ to, text }) => [to, text])).toEqual([
      ['+33612345678', 'Votre code: 1'],
      ['+4915112345678', 'Code: 2'],
    ]);
    expect(await list('?to=%2B33612345678')).toHaveLength(1);
    expect(await list('?after=1')).toHaveLength(1);
  });

  it('keeps messages over a restart, and survives a line that a crash cut short', async () => {
    await post('{"to":"+33612345678","text":"kept"}', 'application/json');
    appendFileSync(file(), '{"id":2,"to":"+3361');
    expect(new MessageStore(file()).list().map(({ text }) => text)).toEqual(['kept']);
  });

  it.each([
    ['{"to":"nobody","text":"x"}', 400],
    ['{"to":"+33612345678"}', 400],
    ['not JSON', 400],
    [JSON.stringify({ to: '+33612345678', text: 'x'.repeat(70_000) }), 413],
  ])('refuses what is not a message (%#)', async (body, status) => {
    expect((await post(body, 'application/json')).status).toBe(status);
    expect(await list()).toEqual([]);
  });

  it('shows a page in the language of the reader, with the text as text', async () => {
    await post('{"to":"+33612345678","text":"<script>1</script>"}', 'application/json');
    const page = await (await fetch(origin, { headers: { 'accept-language': 'de, fr-CH;q=0.9, en;q=0.5' } })).text();
    expect(page).toContain('Boîte des SMS');
    expect(page).toContain('&lt;script&gt;1&lt;/script&gt;');
    expect(await (await fetch(origin, { headers: { 'accept-language': 'de' } })).text()).toContain('Inbox of text');
  });

  it('answers nobody who reaches it under another name', async () => {
    const asked = request(`${origin}/messages`, { headers: { host: 'rebound.example' } }).end();
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    expect(response.statusCode).toBe(421);
    response.resume();
  });
});
