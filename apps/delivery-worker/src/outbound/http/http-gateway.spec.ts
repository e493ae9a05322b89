import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SecretBytes } from '@countersign/errors';
import { FakeSmsGateway, TestAuthority } from '@countersign/testing';
import type { OutgoingMessage } from '../../application/ports/message-provider.ts';
import { HttpGateway, type HttpGatewaySettings } from './http-gateway.ts';

const message: OutgoingMessage = {
  deliveryId: '018f0000-0000-7000-8000-000000000001',
  recipient: '+41791234567',
  text: SecretBytes.fromText('Votre code "été" & <1>: 123456'),
  language: 'fr',
};

describe('HttpGateway', () => {
  let fake: FakeSmsGateway;

  beforeEach(async () => {
    fake = await FakeSmsGateway.start();
  });
  afterEach(() => fake.stop());

  const aGateway = (over: Partial<HttpGatewaySettings> = {}): HttpGateway =>
    new HttpGateway({
      name: 'gateway',
      method: 'POST',
      url: `${fake.origin}/send`,
      headers: {},
      body: { format: 'json', template: '{"to":"{to}","text":"{text}"}' },
      secrets: {},
      success: { status: [200, 299] },
      timeoutMilliseconds: 1_000,
      authorities: undefined,
      ...over,
    });
  const send = (gateway: HttpGateway, milliseconds = 5_000) => gateway.send(message, AbortSignal.timeout(milliseconds));

  it('posts JSON', async () => {
    expect(await send(aGateway())).toEqual({ kind: 'accepted' });
    const [request] = fake.requests;
    expect(request).toMatchObject({ method: 'POST', path: '/send' });
    expect(request?.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(JSON.parse(request?.body ?? '')).toEqual({ to: '+41791234567', text: 'Votre code "été" & <1>: 123456' });
  });

  it('posts a form with a secret in it and one in a header', async () => {
    const gateway = aGateway({
      body: { format: 'form', template: 'key={apiKey}&to={toDigits}&text={text}' },
      headers: { authorization: 'Bearer {apiKey}', 'x-id': '{id}' },
      secrets: { apiKey: SecretBytes.fromText('s&cret') },
    });
    expect(await send(gateway)).toEqual({ kind: 'accepted' });
    const [request] = fake.requests;
    expect(request?.headers).toMatchObject({ authorization: 'Bearer s&cret', 'x-id': message.deliveryId });
    expect([...new URLSearchParams(request?.body)]).toEqual([
      ['key', 's&cret'],
      ['to', '41791234567'],
      ['text', 'Votre code "été" & <1>: 123456'],
    ]);
  });

  it('puts everything into the query of a GET', async () => {
    const gateway = aGateway({ method: 'GET', url: `${fake.origin}/send?to={to}&text={text}`, body: undefined });
    expect(await send(gateway)).toEqual({ kind: 'accepted' });
    const url = new URL(fake.requests[0]?.path ?? '', fake.origin);
    expect(url.searchParams.get('to')).toBe('+41791234567');
    expect(url.searchParams.get('text')).toBe('Votre code "été" & <1>: 123456');
  });

  it('does not believe a 200 whose body tells of an error', async () => {
    fake.next({ kind: 'answer', status: 200, body: '{"status":"error","to":"+41791234567"}' });
    const gateway = aGateway({ success: { status: [200, 299], json: { path: 'status', equals: ['queued'] } } });
    expect(await send(gateway)).toEqual({
      kind: 'refused',
      detail: 'HTTP status 200, but status tells no success',
    });
    expect(await send(gateway)).toEqual({ kind: 'accepted' });
  });

  it('follows no redirect', async () => {
    const other = await FakeSmsGateway.start();
    try {
      fake.next({ kind: 'answer', status: 307, headers: { location: `${other.origin}/send` } });
      expect(await send(aGateway())).toEqual({ kind: 'refused', detail: 'HTTP status 307' });
      expect(other.requests).toEqual([]);
    } finally {
      await other.stop();
    }
  });

  it.each([
    [{ kind: 'answer', status: 500, body: 'x' }, 'HTTP status 500'],
    [{ kind: 'reset' }, 'ECONNRESET'],
    [{ kind: 'endless' }, 'the answer is too large'],
  ] as const)('calls a gateway that does %o unreachable', async (behavior, detail) => {
    fake.next(behavior);
    expect(await send(aGateway())).toEqual({ kind: 'unreachable', detail });
  });

  it('gives up on a gateway that says nothing', async () => {
    fake.next({ kind: 'silence' });
    expect(await send(aGateway(), 100)).toEqual({ kind: 'unreachable', detail: 'no answer in time' });
  });

  it('says that nobody listens', async () => {
    const { origin } = fake;
    const gone = await FakeSmsGateway.start();
    const url = gone.origin;
    await gone.stop();
    expect(origin).not.toBe(url);
    expect(await send(aGateway({ url }))).toEqual({ kind: 'unreachable', detail: 'ECONNREFUSED' });
  });

  it('speaks HTTPS only with a server whose certificate the configured authority issued', async () => {
    const [authority, stranger] = [await TestAuthority.create(), await TestAuthority.create()];
    const secure = await FakeSmsGateway.start(await authority.issue('gateway'));
    try {
      const url = `${secure.origin}/send`;
      expect(await send(aGateway({ url, authorities: authority.pem }))).toEqual({ kind: 'accepted' });
      for (const authorities of [stranger.pem, undefined]) {
        expect(await send(aGateway({ url, authorities }))).toMatchObject({ kind: 'unreachable' });
      }
      expect(secure.requests).toHaveLength(1);
    } finally {
      await secure.stop();
    }
  });
});
