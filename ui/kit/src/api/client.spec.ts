import { ApiClient, addressOf, type ClientHooks } from './client.ts';
import { ApiProblem } from './problem.ts';

interface Sent {
  readonly address: string;
  readonly init: RequestInit;
}

const json = (status: number, body: unknown, type = 'application/json') =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': type } });
const problem = (status: number, code: string, more: object = {}) =>
  json(status, { code, status, reference: 'ref-1', ...more }, 'application/problem+json');

function clientWith(answers: (Response | Error)[], hooks: Partial<ClientHooks> = {}) {
  const sent: Sent[] = [];
  const client = new ApiClient({ language: () => 'fr', ...hooks }, async (address, init) => {
    sent.push({ address: String(address), init: init ?? {} });
    const answer = answers.shift();
    if (!(answer instanceof Response)) throw answer ?? new Error('no answer is left');
    return answer;
  });
  const header = (index: number, name: string) => (sent[index]?.init.headers as Record<string, string>)[name];
  return { client, sent, header };
}

describe('the address of a route', () => {
  it('fills in parameters, encodes them, and leaves empty values of the query out', () => {
    const input = {
      params: { id: 'a/b' },
      query: { search: 'é&', cursor: '', tags: ['x', 'y'], limit: 5, no: undefined },
    };
    expect(addressOf('/api/users/:id', input)).toBe('/api/users/a%2Fb?search=%C3%A9%26&tags=x&tags=y&limit=5');
  });

  it('does not send a request whose parameter is missing', () => {
    expect(() => addressOf('/api/users/:id', {})).toThrow('id');
  });
});

describe('what a request carries', () => {
  it('names who asks, the language and a key on a change, and only the language on a read', async () => {
    const { client, header } = clientWith([json(200, { ok: 1 }), json(200, { ok: 2 })]);
    await client.send('POST /api/x', { body: { a: 1 } });
    await client.send('GET /api/x');
    expect([header(0, 'x-requested-by'), header(0, 'accept-language')]).toEqual(['countersign', 'fr']);
    expect(header(0, 'idempotency-key')).toMatch(/^[0-9a-f-]{36}$/);
    expect([header(1, 'x-requested-by'), header(1, 'idempotency-key')]).toEqual([undefined, undefined]);
  });
});

describe('what a page reads by itself', () => {
  it('says so, and what somebody asks for does not', async () => {
    const { client, header } = clientWith([json(200, {}), json(200, {})]);
    await client.send('GET /api/x', {}, { isBackground: true });
    await client.send('GET /api/x');
    expect([header(0, 'x-background'), header(1, 'x-background')]).toEqual(['1', undefined]);
  });
});

describe('a fresh proof', () => {
  it('is asked for, and the same change goes out again under the same key', async () => {
    const { client, sent, header } = clientWith([problem(403, 'proof_required'), json(200, { done: true })], {
      proofRequired: async () => true,
    });
    expect(await client.send('DELETE /api/methods/:id', { params: { id: '1' } })).toEqual({ done: true });
    expect(sent.map(({ init }) => init.method)).toEqual(['DELETE', 'DELETE']);
    expect(header(0, 'idempotency-key')).toBe(header(1, 'idempotency-key'));
  });

  it('that was not given leaves the problem, and nothing is sent again', async () => {
    const { client, sent } = clientWith([problem(403, 'proof_required')], { proofRequired: async () => false });
    await expect(client.send('POST /api/x')).rejects.toMatchObject({ code: 'proof_required', reference: 'ref-1' });
    expect(sent).toHaveLength(1);
  });

  it('is asked for once: a second refusal is shown', async () => {
    const { client } = clientWith([problem(403, 'proof_required'), problem(403, 'proof_required')], {
      proofRequired: async () => true,
    });
    await expect(client.send('POST /api/x')).rejects.toMatchObject({ code: 'proof_required' });
  });
});

describe('a session that ended', () => {
  it('is renewed in place, and the request goes out again', async () => {
    const { client } = clientWith([problem(401, 'sign_in_required'), json(200, [1])], {
      signInRequired: async () => true,
    });
    expect(await client.send('GET /api/x')).toEqual([1]);
  });

  it('is an answer to the sign-in itself', async () => {
    const { client } = clientWith([problem(401, 'sign_in_required')], {
      signInRequired: async () => {
        throw new Error('must not be asked');
      },
    });
    await expect(client.send('GET /api/session', {}, { isQuiet: true })).rejects.toMatchObject({ status: 401 });
  });
});

describe('problems', () => {
  it('keep field, seconds and master', async () => {
    const { client } = clientWith([
      problem(503, 'master_offline', { field: 'pin', retryAfterSeconds: 5, master: 'paris' }),
    ]);
    const expected = { code: 'master_offline', field: 'pin', retryAfterSeconds: 5, master: 'paris' };
    await expect(client.send('POST /api/x')).rejects.toMatchObject(expected);
  });

  it.each([
    [502, 'unavailable'],
    [429, 'attempts_throttled'],
    [404, 'not_found'],
    [400, 'invalid_request'],
  ])('a page of something in between with status %i is %s', async (status, code) => {
    const { client } = clientWith([new Response('<html>', { status, headers: { 'content-type': 'text/html' } })]);
    await expect(client.send('GET /api/x')).rejects.toMatchObject({ code, status });
  });

  it('tell that the server was not reached', async () => {
    const told: (ApiProblem | undefined)[] = [];
    const { client } = clientWith([new TypeError('failed to fetch')], { answered: (it) => told.push(it) });
    await expect(client.send('GET /api/x')).rejects.toBeInstanceOf(ApiProblem);
    expect(told.map((it) => it?.code)).toEqual(['network']);
  });
});
