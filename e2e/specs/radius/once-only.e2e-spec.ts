import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { eventually } from '../../src/eventually.ts';
import { SignInLoad } from '../../src/load.ts';
import type { Ask, Nas, Reply } from '../../src/nas.ts';
import { oneTimeCode } from '../../src/oath-device.ts';
import { aName, importPeople, type Person } from '../../src/people.ts';
import { CODE_ONLY, Product, VPN } from '../../src/product.ts';
import { pskcOf } from '../../src/token-files.ts';

const AT_ONCE = 200;

let product: Product;

beforeAll(async () => {
  product = await Product.start();
}, 180_000);

afterAll(async () => {
  await product?.remove();
}, 60_000);

const sockets = async (count: number, from: string): Promise<readonly Nas[]> =>
  await Promise.all(Array.from({ length: count }, async () => await product.nas(from)));

/** Asks the same from every socket at the same moment, each in a request of its own. */
const allAtOnce = async (from: readonly Nas[], ask: Ask): Promise<readonly Reply[]> =>
  await Promise.all(from.map(async (nas) => await nas.ask(ask, 30_000)));

const countOf = (replies: readonly Reply[], kind: Reply['kind']): number =>
  replies.filter((reply) => reply.kind === kind).length;

const requestsOf = async (gateway: string): Promise<number> =>
  await product.metric(gateway, 'countersign_radius_requests_total', 'accessRequest');

/** Accepts of a user in the journal, once the last of `attempts` is there. */
const acceptsOf = async (person: Person, attempts: number): Promise<number> =>
  (await product.verdictsOf(person.name, attempts)).filter((verdict) => verdict === 'accepted').length;

describe(`one code that is sent ${AT_ONCE} times at once through both gateways`, () => {
  it('is accepted once where the code comes alone', async () => {
    const person = await product.addPerson();
    const before = [await requestsOf('radius-1'), await requestsOf('radius-2')];
    const from = await sockets(AT_ONCE, CODE_ONLY);
    const replies = await allAtOnce(from, { userName: person.name, password: person.device.next() });
    expect([countOf(replies, 'accept'), countOf(replies, 'reject')]).toEqual([1, AT_ONCE - 1]);
    // Neither gateway was idle: the kernel spreads the sockets over both.
    const after = [await requestsOf('radius-1'), await requestsOf('radius-2')];
    for (const [index, count] of after.entries()) expect(count - (before[index] ?? 0)).toBeGreaterThan(AT_ONCE / 10);
    const verdicts = await product.verdictsOf(person.name, AT_ONCE);
    expect(verdicts).toHaveLength(AT_ONCE);
    expect(verdicts.filter((each) => each === 'accepted')).toHaveLength(1);
    expect(verdicts.filter((each) => each === 'rejected code_replayed')).toHaveLength(AT_ONCE - 1);
    const servers = new Set((await product.journal('--user', person.name)).map(({ server }) => server));
    expect(servers).toEqual(new Set(['mfa-1', 'mfa-2']));
  }, 120_000);

  it('is accepted once where it answers one challenge', async () => {
    const person = await product.addPerson();
    const from = await sockets(AT_ONCE, VPN);
    const { state } = await (from[0] as Nas).ask({ userName: person.name, password: person.password });
    const replies = await allAtOnce(from, { userName: person.name, password: person.device.next(), state });
    expect(countOf(replies, 'accept')).toBe(1);
    expect(await acceptsOf(person, AT_ONCE + 1)).toBe(1);
  }, 120_000);

  it('is accepted once where it answers many challenges', async () => {
    const person = await product.addPerson();
    const stations = await sockets(20, VPN);
    const open: Reply[] = [];
    for (const [index, nas] of stations.entries()) {
      const attributes = [`Calling-Station-Id=198.51.100.${index}`];
      open.push(await nas.ask({ userName: person.name, password: person.password, attributes }));
    }
    expect(countOf(open, 'challenge')).toBe(20);
    const password = person.device.next();
    const answers = open.flatMap(({ state }) =>
      Array<Ask>(AT_ONCE / 20).fill({ userName: person.name, password, state }),
    );
    const from = await sockets(AT_ONCE, VPN);
    const replies = await Promise.all(from.map(async (nas, index) => await nas.ask(answers[index] as Ask, 30_000)));
    expect(countOf(replies, 'accept')).toBe(1);
    expect(await acceptsOf(person, 20 + AT_ONCE)).toBe(1);
  }, 120_000);

  it('is accepted once where it comes behind the password', async () => {
    const person = await product.addPerson();
    const from = await sockets(AT_ONCE, VPN);
    const replies = await allAtOnce(from, {
      userName: person.name,
      password: person.password + person.device.next(),
    });
    expect([countOf(replies, 'accept'), countOf(replies, 'reject')]).toEqual([1, AT_ONCE - 1]);
    expect(await acceptsOf(person, 1)).toBe(1);
  }, 120_000);

  it('is never accepted where it is wrong, and the budget of one user is shared by all', async () => {
    const person = await product.addPerson();
    const from = await sockets(AT_ONCE, CODE_ONLY);
    const replies = await allAtOnce(from, { userName: person.name, password: person.device.wrong() });
    expect(countOf(replies, 'reject')).toBe(AT_ONCE);
    const verdicts = await product.verdictsOf(person.name, AT_ONCE);
    const checked = verdicts.filter((each) => each === 'rejected code_wrong' || each === 'rejected too_many_attempts');
    expect(checked.length).toBeLessThanOrEqual(5);
    expect(verdicts.filter((each) => each === 'rejected user_locked_out')).toHaveLength(AT_ONCE - checked.length);
  }, 120_000);
});

describe('an authentication', () => {
  it('is finished by another auth-server and another gateway than it was begun by', async () => {
    const person = await product.addPerson();
    const nas = await product.nas();
    const challenge = await nas.ask({ userName: person.name, password: person.password });
    const [begun] = await product.entries(1, '--user', person.name, '--kind', 'authentication');
    if (begun === undefined) throw new Error('no entry');
    const other = begun.server === 'mfa-1' ? 'mfa-2' : 'mfa-1';
    await product.stack.kill(begun.server, 'SIGKILL');
    await product.stack.kill('radius-1', 'SIGKILL');
    const end = await (await product.nas()).ask({
      userName: person.name,
      password: person.device.next(),
      state: challenge.state,
    });
    expect(end.kind).toBe('accept');
    await Promise.all([product.stack.start(begun.server), product.stack.start('radius-1')]);
    const entries = await product.entries(1, '--user', person.name, '--outcome', 'accepted');
    expect(entries).toMatchObject([{ server: other, authenticationId: begun.authenticationId }]);
  }, 120_000);
});

describe('under a load of sign-ins', () => {
  it.each(['radius-1', 'mfa-1', 'mfa-2', 'redis'])(
    'kill -9 of %s makes no wrong accept, and no code good twice, and loses nothing of the journal',
    async (victim) => {
      const people = await importPeople(product.operator(victim === 'mfa-1' ? 'mfa-2' : 'mfa-1'), 240);
      await product.untilCopied();
      const load = new SignInLoad(people, await sockets(8, CODE_ONLY));
      load.start({ perSecond: 40 });
      await load.untilDecided(40);
      await product.stack.kill(victim, 'SIGKILL');
      await load.untilBegun(100);
      await product.stack.start(victim);
      const outcomes = await load.end();

      // Everybody got an answer in the end, and the answer is right.
      expect(outcomes.filter(({ kind }) => kind === 'silence')).toEqual([]);
      for (const { kind, isRight } of outcomes) expect(kind).toBe(isRight ? 'accept' : 'reject');
      const used = outcomes.filter(({ isRight }) => isRight);
      const replays = await load.replay(used.slice(-80));
      expect(replays.filter(({ kind }) => kind !== 'reject')).toEqual([]);

      const names = new Set(people.map(({ name }) => name));
      const accepts = await eventually('every accept in the journal', async () => {
        const entries = await product.journal('--outcome', 'accepted', '--kind', 'authentication', '--from', '30min');
        const ours = entries.filter(({ userName }) => names.has(userName)).map(({ userName }) => userName);
        return ours.length >= used.length && ours;
      });
      expect(accepts.toSorted()).toEqual(used.map(({ person }) => person.name).toSorted());
      expect(await product.countersign(['journal', 'verify'])).toMatchObject({ isIntact: true });
    },
    120_000,
  );
});

describe('a Redis that lost everything', () => {
  it('makes no used code good again: not what Postgres knows of, nor what was shown before', async () => {
    const totp = await product.addPerson();
    const hotp = await product.addPerson({ hasDevice: false });
    const seed = Buffer.from('12345678901234567890');
    const serial = aName('HOTP');
    await product.countersign(['authenticators', 'import', product.write('tokens.xml', pskcOf(serial, seed))]);
    await product.countersign(['authenticators', 'assign', serial, hotp.name]);
    const nas = await product.nas(CODE_ONLY);
    const code = totp.device.next();
    expect((await nas.ask({ userName: totp.name, password: code })).kind).toBe('accept');
    expect((await nas.ask({ userName: hotp.name, password: oneTimeCode(seed, 4) })).kind).toBe('accept');
    await product.verdictsOf(hotp.name, 1);

    const redis = new Redis(readFileSync(product.file.redisUrlFile, 'utf8').trim(), { maxRetriesPerRequest: 1 });
    try {
      await redis.flushall();
    } finally {
      redis.disconnect();
    }
    const kindOf = async (userName: string, password: string) => (await nas.ask({ userName, password }, 30_000)).kind;
    expect(await kindOf(totp.name, code)).toBe('reject');
    expect(await kindOf(hotp.name, oneTimeCode(seed, 4))).toBe('reject');
    expect(await kindOf(hotp.name, oneTimeCode(seed, 2))).toBe('reject');
    expect(await kindOf(hotp.name, oneTimeCode(seed, 5))).toBe('accept');
    const later = await eventually(
      'a code that nobody can have seen before the loss',
      async () => (await kindOf(totp.name, totp.device.ahead())) === 'accept',
      45_000,
    );
    expect(later).toBe(true);
    expect(await product.countersign(['journal', 'verify'])).toMatchObject({ isIntact: true });
  }, 150_000);
});
