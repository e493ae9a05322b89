import { routes } from './inbound/http/routes.ts';
import { sessionsV1 } from '@countersign/contracts';
import { DomainError } from '@countersign/errors';
import type { CallContext } from '@countersign/rpc';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { COOKIE, fromOurPage, ORIGIN, type RunningDoor, startDoor } from './__fixtures__/start-door.ts';

describe('the door over a core', () => {
  let door: RunningDoor;

  beforeAll(async () => {
    door = await startDoor();
  });
  afterAll(() => door.stop());

  it('tells what the core says of the installation', async () => {
    const response = await door.fetch('/api/state');
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ mode: 'normal', master: 'mfa-1', server: 'mfa-2' });
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it('is ready while an auth-server answers', async () => {
    const response = await fetch(`${door.healthUrl}/ready`);
    expect(response.status).toBe(200);
  });

  it('serves the pages: the document for every address, files for ever', async () => {
    const document = await door.fetch('/methods/add?x=1');
    expect(await document.text()).toContain('the pages');
    expect(document.headers.get('cache-control')).toBe('no-store');
    const file = await door.fetch('/assets/main-0123abcd.js', { headers: { 'accept-encoding': 'br' } });
    expect(file.headers.get('cache-control')).toContain('immutable');
    expect(file.headers.get('content-encoding')).toBe('br');
    const etag = file.headers.get('etag') ?? '';
    const again = await door.fetch('/assets/main-0123abcd.js', { headers: { 'if-none-match': etag } });
    expect(again.status).toBe(304);
  });

  it('says in the language of the browser that there is no such file, without a script', async () => {
    const response = await door.fetch('/assets/../../package.json', {
      headers: { 'accept-language': 'fr-FR,en;q=0.5' },
    });
    const page = await response.text();
    expect(response.status).toBe(404);
    expect(page).toContain('<html lang="fr">');
    expect(page).not.toContain('<script');
    expect(page).not.toContain('style=');
  });

  it('answers what is not there with a problem document', async () => {
    const response = await door.fetch('/api/nothing', { method: 'POST', body: '{}' });
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(await response.json()).toMatchObject({ code: 'not_found', status: 404 });
  });

  it('tells every browser when the master goes and when it is back', async () => {
    const response = await door.fetch('/api/events');
    const events = readEvents(response);
    expect(await events.next()).toMatchObject({ value: { mode: 'normal' } });
    Object.assign(door.state, { mode: 'read_only', master: '' });
    expect(await events.next()).toMatchObject({ value: { mode: 'read_only', master: null } });
    Object.assign(door.state, { mode: 'normal', master: 'mfa-1' });
    expect(await events.next()).toMatchObject({ value: { mode: 'normal', master: 'mfa-1' } });
    await events.return(undefined);
  });
});

describe('a browser whose session is ended somewhere else', () => {
  it('hears of it in its stream', async () => {
    let isOver = false;
    const getSession = () =>
      isOver ? Promise.reject(new DomainError('sign_in_required', 'over')) : Promise.resolve({ userName: 'alice' });
    const door = await startDoor([{ definition: sessionsV1.SessionServiceDefinition, handlers: { getSession } }]);
    const events = readEvents(await door.fetch('/api/events', { headers: { cookie: COOKIE } }));
    expect(await events.next()).toMatchObject({ value: { mode: 'normal' } });
    isOver = true;
    expect(await events.next()).toEqual({ done: false, value: { ended: true } });
    await events.return(undefined);
    await door.stop();
  });
});

describe('the session of a browser', () => {
  it('gets a new id with a proof, and is used only by what somebody asks for', async () => {
    const quiet: unknown[] = [];
    const kind = sessionsV1.StepKind.SIGNED_IN;
    const rest = { reference: '', wasBypassed: false, recoveryCodesLeft: -1, pinChangeDue: false };
    const step = { kind, prompt: undefined, ...rest };
    const handlers = {
      answerProof: () => Promise.resolve({ session: 'B'.repeat(43), step }),
      listSessions: (_request: unknown, { isSessionQuiet }: CallContext) => {
        quiet.push(isSessionQuiet);
        return Promise.resolve({ sessions: [] });
      },
    };
    const door = await startDoor([{ definition: sessionsV1.SessionServiceDefinition, handlers }]);
    const body = JSON.stringify({ code: '123456' });
    const proved = await door.fetch('/api/proof/answer', { method: 'POST', body, headers: { cookie: COOKIE } });
    expect(proved.headers.get('set-cookie')).toContain(`=${'B'.repeat(43)};`);
    await door.fetch('/api/sessions', { headers: { cookie: COOKIE, 'x-background': '1' } });
    await door.fetch('/api/sessions', { headers: { cookie: COOKIE } });
    expect(quiet).toEqual([true, false]);
    await door.stop();
  });
});

describe('every route of the table', () => {
  let door: RunningDoor;

  beforeAll(async () => {
    door = await startDoor();
  });
  afterAll(() => door.stop());

  const all = routes.map(({ definition }) => definition);
  const changing = all.filter(({ method }) => method !== 'GET');
  const closed = all.filter(({ access }) => access !== 'anyone');
  const addressOf = (path: string) => path.replaceAll(/:\w+/g, '0');
  const bodyOf = (method: string) => (method === 'GET' ? {} : { body: '{}' });

  it.each(all.map((route) => [route.method, route.path, route] as const))(
    'forbids framing and foreign code in the answer to %s %s',
    async (method, path) => {
      const abort = new AbortController();
      const response = await door.fetch(addressOf(path), { method, ...bodyOf(method), signal: abort.signal });
      expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(response.headers.get('content-security-policy')).toContain("require-trusted-types-for 'script'");
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      expect(response.headers.get('cache-control')).toBe('no-store');
      abort.abort();
    },
  );

  it('wants a session where the table says so', async () => {
    for (const { method, path } of closed) {
      const response = await door.fetch(addressOf(path), { method, ...bodyOf(method) });
      expect([path, response.status]).toEqual([path, 401]);
    }
  });

  it('refuses every change that another page may have made', async () => {
    const foreign: Readonly<Record<string, string | undefined>>[] = [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'none' },
      { 'sec-fetch-site': undefined, origin: 'https://sub.door.example' },
      { 'sec-fetch-site': undefined, origin: 'null' },
      { 'sec-fetch-site': undefined },
      { 'content-type': 'text/plain' },
      { 'content-type': 'application/x-www-form-urlencoded' },
      { 'x-requested-by': undefined },
    ];
    for (const { method, path } of [...changing, { method: 'POST', path: '/api/anything' }]) {
      for (const difference of foreign) {
        const headers = definedOnly({ ...fromOurPage, cookie: COOKIE, ...difference });
        const response = await fetch(door.url + addressOf(path), { method, body: '{}', headers });
        expect([path, difference, response.status]).toEqual([path, difference, 403]);
      }
    }
  });

  it('takes a change from our own pages where the browser sends Origin only', async () => {
    const headers = definedOnly({ ...fromOurPage, 'sec-fetch-site': undefined, origin: ORIGIN });
    const response = await fetch(`${door.url}/api/anything`, { method: 'POST', body: '{}', headers });
    expect(response.status).toBe(404);
  });
});

describe('the door without a core', () => {
  let door: RunningDoor;

  beforeAll(async () => {
    door = await startDoor();
    await door.stopCore();
  });
  afterAll(() => door.stop());

  it('still serves its pages, and says in the state that nothing works', async () => {
    const events = readEvents(await door.fetch('/api/events'));
    let last = await events.next();
    while (!last.done && (last.value as { mode: string }).mode !== 'down') last = await events.next();
    expect(last.value).toEqual({ mode: 'down', master: null, server: '' });
    await events.return(undefined);
    expect((await door.fetch('/')).status).toBe(200);
    expect((await fetch(`${door.healthUrl}/ready`)).status).toBe(503);
  });
});

function definedOnly(headers: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** The data of each event of a stream. */
async function* readEvents(response: Response): AsyncGenerator<unknown> {
  if (response.body === null) throw new Error('there is no stream');
  let text = '';
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const data = /^data: (.*)$/m.exec(block)?.[1];
      if (data !== undefined) yield JSON.parse(data);
    }
  }
}
