import { usersV1 } from '@countersign/contracts';
import { DomainError } from '@countersign/errors';
import { freePort } from '@countersign/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type FakeAdministration, startFakeAdministration } from './__fixtures__/fake-administration.ts';
import { runCommand, type RunOptions } from './__fixtures__/fake-terminal.ts';

describe('the command line against a server', () => {
  let server: FakeAdministration;

  beforeAll(async () => {
    server = await startFakeAdministration();
  });
  afterAll(async () => await server.stop());
  beforeEach(() => {
    server.calls.length = 0;
    server.users.clear();
    server.refusal = undefined;
  });

  const run = async (args: readonly string[], options: RunOptions = {}) =>
    await runCommand(args, { ...options, environment: { ...server.environment, ...options.environment } });
  const known = (userName: string, over: object = {}) =>
    server.users.set(
      userName,
      usersV1.User.fromPartial({ id: `id-${userName}`, userName, isEnabled: true, version: 3, ...over }),
    );

  it('adds a user with a password from standard input, in the name of the operator, under a key', async () => {
    const { out, code } = await run(
      ['users', 'add', 'alice', '--group', 'a', '--group', 'b', '--password-stdin', '--operator', 'anna'],
      { stdin: 'correct horse' },
    );
    expect([code, out]).toEqual([0, expect.stringContaining('User name')]);
    expect(server.calls).toMatchObject([
      {
        operator: 'anna',
        idempotencyKey: expect.stringMatching(/^[\w-]{36}$/),
        request: { userName: 'alice', groups: ['a', 'b'], password: 'correct horse' },
      },
    ]);
    expect(out).not.toContain('correct horse');
  });

  it('asks twice for a password, and warns of one on the command line', async () => {
    expect(await run(['users', 'add', 'bob', '--password'], { answers: ['one two three', 'one two'] })).toMatchObject({
      code: 2,
    });
    expect(server.calls).toEqual([]);
    expect((await run(['users', 'add', 'bob', '--password', 'on the line'])).err).toContain('seen by others');
  });

  it('prints one JSON value with --json, on either side of the command', async () => {
    known('alice');
    const { out } = await run(['--json', 'users', 'list']);
    expect(JSON.parse(out)).toMatchObject({ users: [{ userName: 'alice' }], isComplete: true });
    expect(JSON.parse((await run(['users', 'show', 'alice', '--json'])).out)).toMatchObject({
      userName: 'alice',
      version: 3,
    });
  });

  it('reads page after page', async () => {
    for (let n = 0; n < 450; n += 1) known(`user${n}`);
    const { out } = await run(['users', 'list', '--json', '--limit', '430']);
    const { isComplete, users } = JSON.parse(out) as { isComplete: boolean; users: unknown[] };
    expect([isComplete, users.length]).toEqual([false, 430]);
  });

  it('lets no escape sequence reach the screen', async () => {
    known('mallory', { firstName: '\u001b]0;owned\u0007', description: '\u202etxt' });
    expect((await run(['users', 'show', 'mallory'])).out).not.toMatch(/[\u001b\u0007\u202e]/);
  });

  it('sends the version that it read with an update', async () => {
    known('alice');
    await run(['users', 'update', 'alice', '--mail', 'a@example.com', '--clear', 'tags']);
    expect(server.calls[0]?.request).toMatchObject({
      user: 'id-alice',
      version: 3,
      updateMask: ['mail', 'tags'],
      fields: { mail: 'a@example.com' },
    });
  });

  it.each([
    ['master_offline', 3, 'Sign-in continues'],
    ['version_conflict', 1, 'Somebody else'],
    ['invalid_request', 2, 'malformed'],
  ] as const)('ends with a code of its own for %s and says what and why', async (errorCode, expected, why) => {
    server.refusal = new DomainError(errorCode, 'Said by the server.', { retryAfterSeconds: 5 });
    const { code, err, out } = await run(['users', 'add', 'alice']);
    expect([code, out]).toEqual([expected, '']);
    expect(err).toContain('Error: Said by the server.');
    expect(err).toContain(why);
    expect(err).toContain('Try again in 5 s.');
  });

  it('shows the key with which a change of unknown outcome is repeated', async () => {
    server.refusal = new DomainError('write_outcome_unknown', 'No answer in time.');
    const { code, err } = await run(['users', 'add', 'alice']);
    const key = /--idempotency-key ([\w-]{36})/.exec(err)?.[1] ?? '';
    expect([code, key]).toEqual([4, server.calls[0]?.idempotencyKey]);
    server.refusal = undefined;
    await run(['users', 'add', 'alice', '--idempotency-key', key]);
    expect(server.calls[1]?.idempotencyKey).toBe(key);
  });

  it('writes errors as JSON to standard error', async () => {
    const { err, out, code } = await run(['users', 'show', 'nobody', '--json']);
    expect([out, code]).toEqual(['', 1]);
    expect(JSON.parse(err)).toMatchObject({ error: { code: 'user_not_found', field: 'user' } });
  });

  it('tries the servers in order and says which it passed over', async () => {
    known('alice');
    const dead = `127.0.0.1:${await freePort()}`;
    const environment = { CORE_ADDRESSES: `${dead},${server.environment.CORE_ADDRESSES ?? ''}` };
    const { code, err } = await run(['users', 'show', 'alice'], { environment });
    expect([code, err]).toEqual([0, expect.stringContaining(dead)]);
    expect(await run(['users', 'show', 'alice'], { environment: { CORE_ADDRESSES: dead } })).toMatchObject({
      code: 3,
      err: expect.stringContaining(dead),
    });
  });

  it('asks for the name before a user is removed', async () => {
    known('alice');
    expect(await run(['users', 'remove', 'alice'])).toMatchObject({ code: 2, err: expect.stringContaining('--yes') });
    expect(await run(['users', 'remove', 'alice'], { answers: ['y'] })).toMatchObject({ code: 2 });
    expect(server.calls).toEqual([]);
    expect(await run(['users', 'remove', 'alice'], { answers: ['alice'] })).toMatchObject({ code: 0 });
    expect(await run(['users', 'remove', 'alice', '--yes'])).toMatchObject({ code: 0 });
    expect(server.calls).toHaveLength(2);
  });

  it('shows the facts before a server is promoted', async () => {
    const { out, code, questions } = await run(['servers', 'promote', 'mfa-2'], { answers: ['mfa-2'] });
    expect([code, questions]).toEqual([0, [expect.stringContaining('mfa-2 becomes master')]]);
    expect(out.indexOf('last seen 90 s ago')).toBeLessThan(out.indexOf('is master now'));
    expect(server.calls.map(({ request }) => (request as { dryRun: boolean }).dryRun)).toEqual([true, false]);
  });

  it('fails the doctor when something is broken, with what to do', async () => {
    const { out, code } = await run(['doctor']);
    expect(code).toBe(1);
    expect(out).toContain('pg-1 is down');
    expect(out).toContain('Postgres: Start it.');
  });
});
