import { radiusClientAdministrationV1, usersV1 } from '@countersign/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { everyChange, refusalOf } from '../../src/changes.ts';
import { eventually } from '../../src/eventually.ts';
import type { Nas } from '../../src/nas.ts';
import { aName, type Person } from '../../src/people.ts';
import { CODE_ONLY, Product } from '../../src/product.ts';

interface ServersList {
  readonly mode: string;
  readonly master: string;
  readonly epoch: number;
  readonly servers: readonly { readonly name: string; readonly role: string; readonly isAlive: boolean }[];
  readonly nodes: readonly {
    readonly name: string;
    readonly state: string;
    readonly timeline: number;
    readonly problem: string;
  }[];
}

const users = usersV1.UserAdministrationServiceDefinition;
const MASTER_OFFLINE_MS = 100;

let product: Product;
let vpn: Nas;
let codeOnly: Nas;
/** Everybody who was accepted, once for each accept. */
const accepted: string[] = [];

beforeAll(async () => {
  product = await Product.start();
  vpn = await product.nas();
  codeOnly = await product.nas(CODE_ONLY);
}, 180_000);

afterAll(async () => {
  await product?.remove();
}, 60_000);

const serversList = async (): Promise<ServersList> => await product.countersign<ServersList>(['servers', 'list']);

const stateOf = async (node: string): Promise<string | undefined> =>
  (await serversList()).nodes.find(({ name }) => name === node)?.state;

const untilMode = async (mode: string): Promise<ServersList> =>
  await eventually(`mode ${mode}`, async () => {
    const list = await serversList();
    return list.mode === mode && list;
  });

/** Adds a user through `server`, which needs a master. */
const canChange = async (server: 'mfa-1' | 'mfa-2'): Promise<string> => {
  const userName = aName('later');
  await product.operator(server).call(users, 'addUser', { userName });
  return userName;
};

const signsIn = async (person: Person): Promise<void> => {
  expect((await vpn.signIn(person.name, person.password, () => person.device.next())).kind).toBe('accept');
  accepted.push(person.name);
};

// One story, in order: each test begins where the one before it ended.
describe('while the master is away', () => {
  let people: readonly Person[];
  let phone: Person;
  let withCodes: Person;
  let recoveryCodes: readonly string[];
  let lockedOut: Person;

  beforeAll(async () => {
    people = await Promise.all(Array.from({ length: 6 }, async () => await product.addPerson()));
    phone = await product.addPerson({ hasDevice: false, hasPhone: true });
    withCodes = await product.addPerson();
    lockedOut = await product.addPerson();
    const args = ['authenticators', 'recovery-codes', withCodes.name];
    recoveryCodes = (await product.countersign<{ codes: string[] }>(args)).codes;
    const normal = await untilMode('normal');
    expect(normal).toMatchObject({ master: 'mfa-1' });
    await product.stack.kill('pg-1', 'SIGKILL');
  }, 60_000);

  it('says so: sign-ins work, changes do not', async () => {
    const list = await untilMode('read_only');
    expect(list.master).toBe('');
    expect(list.nodes.find(({ name }) => name === 'pg-1')?.state).toBe('down');
    const human = await product.stack.cli(['servers', 'list']);
    expect(human.stdout).toContain('Read-only: sign-ins work, changes do not.');
  });

  it('signs in by app, text message, recovery code and code alone', async () => {
    await signsIn(people[0] as Person);
    const [, second] = people as [Person, Person];
    expect((await codeOnly.ask({ userName: second.name, password: second.device.next() })).kind).toBe('accept');
    accepted.push(second.name);

    const challenge = await vpn.ask({ userName: phone.name, password: phone.password });
    const { code } = await product.message(phone.phone);
    expect((await vpn.ask({ userName: phone.name, password: code, state: challenge.state })).kind).toBe('accept');
    accepted.push(phone.name);

    const [recovery = ''] = recoveryCodes;
    expect((await vpn.signIn(withCodes.name, withCodes.password, recovery)).kind).toBe('accept');
    accepted.push(withCodes.name);
    expect((await vpn.signIn(withCodes.name, withCodes.password, recovery)).kind).not.toBe('accept');
  });

  it('refuses replayed codes and locks out who guesses', async () => {
    const person = people[2] as Person;
    const code = person.device.next();
    const kindOf = async (who: Person, password: string) => (await codeOnly.ask({ userName: who.name, password })).kind;
    expect(await kindOf(person, code)).toBe('accept');
    accepted.push(person.name);
    expect(await kindOf(person, code)).toBe('reject');
    for (let tries = 0; tries < 5; tries++) await kindOf(lockedOut, lockedOut.device.wrong());
    expect(await kindOf(lockedOut, lockedOut.device.next())).toBe('reject');
    await product.countersign(['users', 'unlock', lockedOut.name]);
    expect(await kindOf(lockedOut, lockedOut.device.next())).toBe('accept');
    accepted.push(lockedOut.name);
  });

  it('still blocks, unblocks and lets by once', async () => {
    const person = people[3] as Person;
    await product.countersign(['users', 'block', person.name, '--reason', 'phone stolen']);
    expect((await vpn.ask({ userName: person.name, password: person.password })).kind).toBe('reject');
    await product.countersign(['users', 'unblock', person.name, '--reason', 'phone found']);
    await product.countersign(['users', 'bypass', person.name, '--reason', 'phone forgotten']);
    expect((await vpn.ask({ userName: person.name, password: person.password })).kind).toBe('accept');
    accepted.push(person.name);
    expect((await vpn.ask({ userName: person.name, password: person.password })).kind).toBe('challenge');
  });

  it(`answers every change with master_offline in under ${MASTER_OFFLINE_MS} ms, on both servers`, async () => {
    const clients = radiusClientAdministrationV1.RadiusClientAdministrationServiceDefinition;
    const list = await product.operator('mfa-2').call(clients, 'listRadiusClients', {});
    const targets = { person: people[4] as Person, clientId: list.clients[0]?.id ?? '', serialNumber: 'S-1' };
    for (const server of ['mfa-1', 'mfa-2'] as const) {
      for (const change of everyChange(targets)) {
        const tries = [];
        for (let count = 0; count < 3; count++) tries.push(await refusalOf(change, product.operator(server)));
        const codes = tries.map(({ code }) => `${change.name}: ${code}`);
        expect(codes).toEqual(Array(3).fill(`${change.name}: master_offline`));
        // The quickest of three, so that a busy machine is not taken for a waiting server.
        const quickest = Math.min(...tries.map(({ milliseconds }) => milliseconds));
        expect({ change: change.name, isQuick: quickest < MASTER_OFFLINE_MS }).toEqual({
          change: change.name,
          isQuick: true,
        });
      }
    }
    const problem = await product.refusal(['users', 'disable', targets.person.name]);
    expect(problem).toMatchObject({ exitCode: 3, code: 'master_offline' });
    expect(problem.whatToDo).not.toBe('');
    await signsIn(targets.person);
  }, 60_000);

  it('shows the facts before a promotion, and promotes when told to', async () => {
    const facts = await product.countersign<{ facts: string[]; isPromoted: boolean }>([
      'servers',
      'promote',
      'mfa-2',
      '--dry-run',
    ]);
    expect(facts.facts.length).toBeGreaterThan(0);
    expect(facts.isPromoted).toBe(false);
    expect((await serversList()).mode).toBe('read_only');

    const unasked = await product.refusal(['servers', 'promote', 'mfa-2']);
    expect(unasked.what).toContain('--yes');
    const done = await product.countersign<{ isPromoted: boolean; timeline: number }>([
      'servers',
      'promote',
      'mfa-2',
      '--yes',
    ]);
    expect(done).toMatchObject({ isPromoted: true, timeline: 2 });
  }, 60_000);

  it('takes changes again on both servers, and drains the journal: each event once', async () => {
    await eventually('a change through mfa-2', async () => await canChange('mfa-2'));
    await eventually('a change through mfa-1', async () => await canChange('mfa-1'));
    expect(await untilMode('normal')).toMatchObject({ master: 'mfa-2' });
    await expectEveryAcceptOnce();
  }, 60_000);

  it('rejoins the old master as a replica', async () => {
    await product.countersign(['servers', 'rejoin', 'pg-1', '--yes']);
    await eventually('pg-1 as a replica', async () => (await stateOf('pg-1')) === 'replica');
    await signsIn(people[5] as Person);
    expect(await untilMode('normal')).toMatchObject({ master: 'mfa-2' });
  }, 60_000);
});

describe('a master that hangs and wakes', () => {
  let whileHanging: string;

  it('is given up, and another promoted', async () => {
    const person = await product.addPerson({}, 'mfa-2');
    await eventually(
      'the new user on the replica',
      async () => (await product.query('pg-1', 'SELECT 1 FROM users WHERE user_name = $1', [person.name])).length === 1,
    );
    await product.stack.kill('pg-2', 'SIGSTOP');
    await signsIn(person);
    await untilMode('read_only');
    await product.countersign(['servers', 'promote', 'mfa-1', '--yes', '--accept-data-loss']);
    whileHanging = await eventually('a change through mfa-1', async () => await canChange('mfa-1'));
    expect(await untilMode('normal')).toMatchObject({ master: 'mfa-1' });
  }, 90_000);

  it('is fenced when it wakes: listed as such, and never written to', async () => {
    await product.stack.kill('pg-2', 'SIGCONT');
    await eventually('pg-2 as fenced', async () => (await stateOf('pg-2')) === 'fenced');
    const list = await serversList();
    expect(list).toMatchObject({ mode: 'normal', master: 'mfa-1' });
    expect(list.nodes.find(({ name }) => name === 'pg-2')?.problem).not.toBe('');

    const names = [whileHanging];
    for (let count = 0; count < 5; count++) names.push(await canChange('mfa-2'), await canChange('mfa-1'));
    const found = async (node: string) =>
      await product.query(node, 'SELECT 1 FROM users WHERE user_name = ANY($1)', [names]);
    // It is up, on its own it would take what it is sent, and it was sent nothing.
    expect(await product.query('pg-2', 'SELECT pg_is_in_recovery() AS is_replica', [])).toEqual([
      { is_replica: false },
    ]);
    expect(await found('pg-2')).toHaveLength(0);
    expect(await found('pg-1')).toHaveLength(names.length);
    const person = await product.addPerson({}, 'mfa-2');
    await signsIn(person);
  }, 60_000);

  it('comes back as a replica, with nothing lost and nothing doubled', async () => {
    await product.countersign(['servers', 'rejoin', 'pg-2', '--yes']);
    await eventually('pg-2 as a replica', async () => (await stateOf('pg-2')) === 'replica');
    expect(await untilMode('normal')).toMatchObject({ master: 'mfa-1' });
    await expectEveryAcceptOnce();
  }, 60_000);
});

async function expectEveryAcceptOnce(): Promise<void> {
  const names = new Set(accepted);
  const inJournal = await eventually('every accept in the journal', async () => {
    const entries = await product.journal('--outcome', 'accepted', '--kind', 'authentication');
    const ours = entries.filter(({ userName }) => names.has(userName)).map(({ userName }) => userName);
    return ours.length >= accepted.length && ours;
  });
  expect(inJournal.toSorted()).toEqual(accepted.toSorted());
  const all = await product.journal();
  expect(new Set(all.map(({ eventId }) => eventId)).size).toBe(all.length);
  expect(await product.countersign(['journal', 'verify'])).toMatchObject({ isIntact: true });
}
