import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { KeyedHash, SystemRandom } from '@countersign/crypto';
import type { CanonicalUserName, User } from '@countersign/domain';
import { SecretBytes } from '@countersign/errors';
import { requirePeer, type Slapd, startSlapd, TestAuthority } from '@countersign/testing';
import { Client } from 'ldapts';
import { VerifyPassword } from '../../application/verify-password.use-case.ts';
import { Argon2PasswordHasher } from '../argon2/argon2-password-hasher.ts';
import { check, DirectoryWorld } from './__fixtures__/directory-world.ts';

const suite = requirePeer('slapd', describe);

const people = [
  { name: 'alice', password: 'sésame 12' },
  { name: 'bob', password: 'open barley' },
  { name: 'Smith, "Jo" + Söhne <x>', password: 'comma' },
];
const wrong = { kind: 'refused', reason: 'password_wrong' };

suite('LdapDirectory against OpenLDAP', () => {
  let slapd: Slapd;
  let world: DirectoryWorld;
  const ldaps = () => ({ url: `ldaps://localhost:${slapd.securePort}`, caFile: slapd.caFile });
  const ldapWithTls = () => ({ url: `ldap://localhost:${slapd.port}`, startTls: true, caFile: slapd.caFile });
  const template = () => ({ bindTemplate: `uid={userName},ou=people,${slapd.baseDn}` });
  const search = (filter = '(&(objectClass=inetOrgPerson)(uid={userName}))') => ({
    serviceAccount: { dn: slapd.serviceAccount.dn, passwordFile: world.file(slapd.serviceAccount.password) },
    baseDn: slapd.baseDn,
    filter,
  });

  beforeAll(async () => {
    slapd = await startSlapd({ people });
    world = new DirectoryWorld(slapd.folder);
  });
  afterEach(() => world.close());
  afterAll(() => slapd.remove());

  describe.each([
    ['LDAPS', ldaps],
    ['StartTLS', ldapWithTls],
  ])('over %s', (_, server) => {
    it('verifies the right password and refuses a wrong one, by a name from the template', async () => {
      const directory = world.directory({ servers: [server()], ...template() });
      expect(await check(directory, 'alice', 'sésame 12')).toEqual({ kind: 'verified' });
      expect(await check(directory, 'alice', 'sesame 12')).toMatchObject({ ...wrong, detail: 'LDAP result 49' });
      expect(await check(directory, 'bob', 'sésame 12')).toMatchObject(wrong);
    });

    it('does not speak to a server whose certificate another authority issued', async () => {
      const other = world.file((await TestAuthority.create()).pem);
      const directory = world.directory({ servers: [{ ...server(), caFile: other }], ...template() });
      const bindsBefore = slapd.binds().length;
      expect(await check(directory, 'alice', 'sésame 12')).toMatchObject({ kind: 'unavailable' });
      expect(slapd.binds()).toHaveLength(bindsBefore);
    });

    it('does not speak to a server whose certificate is for another name', async () => {
      const authority = await TestAuthority.create();
      const names = [{ type: 'dns', value: 'dc9.corp.example' }] as const;
      const impostor = await startSlapd({ people, authority, certificateNames: names });
      try {
        const url = server().url.replace(/\d+$/, String(server === ldaps ? impostor.securePort : impostor.port));
        const servers = [{ ...server(), url, caFile: impostor.caFile }];
        const answer = await check(world.directory({ servers, ...template() }), 'alice', 'sésame 12');
        expect(answer).toMatchObject({ kind: 'unavailable', detail: expect.stringContaining('localhost') });
        expect(impostor.binds()).toEqual([]);
      } finally {
        await impostor.remove();
      }
    });
  });

  describe('with a search by the service account', () => {
    it('finds the entry, then binds as it', async () => {
      const directory = world.directory({ servers: [ldaps()], ...search() });
      expect(await check(directory, 'bob', 'open barley')).toEqual({ kind: 'verified' });
      expect(await check(directory, 'bob', 'wrong')).toMatchObject(wrong);
    });

    it.each(['nobody', '*', 'al*', 'alice)(uid=*', 'alice)(|(uid=*', '\\61lice', 'alice\0', ''])(
      'finds nobody by the name %j',
      async (name) => {
        const directory = world.directory({ servers: [ldaps()], ...search() });
        expect(await check(directory, name, 'sésame 12')).toMatchObject({ ...wrong, detail: expect.anything() });
      },
    );

    it('refuses a filter that finds more than one person, without a bind', async () => {
      const directory = world.directory({ servers: [ldaps()], ...search('(|(uid={userName})(sn=Person))') });
      const bindsBefore = slapd.binds().filter((dn) => dn.includes('uid=')).length;
      expect(await check(directory, 'alice', 'sésame 12')).toMatchObject({
        kind: 'refused',
        reason: 'directory_logon_refused',
      });
      expect(slapd.binds().filter((dn) => dn.includes('uid='))).toHaveLength(bindsBefore);
    });

    it('says so when the directory refuses the service account, and leaves it alone for a while', async () => {
      const account = { dn: slapd.serviceAccount.dn, passwordFile: world.file('not the secret') };
      const directory = world.directory({ servers: [ldaps()], ...search(), serviceAccount: account });
      const count = () => slapd.binds().filter((dn) => dn === slapd.serviceAccount.dn).length;
      const before = count();
      for (let round = 0; round < 5; round++) {
        expect(await check(directory, 'alice', 'sésame 12')).toMatchObject({
          kind: 'unavailable',
          detail: expect.stringContaining('service account'),
        });
      }
      expect(count() - before).toBe(1);
    });
  });

  it('escapes a name full of special characters, in the template and in the filter', async () => {
    const name = 'Smith, "Jo" + Söhne <x>';
    for (const rule of [template(), search()]) {
      const directory = world.directory({ servers: [ldaps()], ...rule });
      expect(await check(directory, name, 'comma')).toEqual({ kind: 'verified' });
      expect(await check(directory, name, 'other')).toMatchObject(wrong);
    }
  });

  it('cannot be made to bind as somebody else by a name with a comma', async () => {
    const directory = world.directory({
      servers: [ldaps()],
      bindTemplate: `uid={userName},ou=nowhere,${slapd.baseDn}`,
    });
    const name = `alice,ou=people,${slapd.baseDn}`;
    expect(await check(directory, name, 'sésame 12')).toMatchObject({ kind: 'refused' });
    expect(slapd.binds().at(-1)).toContain('ou=nowhere');
  });

  it('never sends an empty password, which this server would accept', async () => {
    const dn = `uid=alice,ou=people,${slapd.baseDn}`;
    const plain = new Client({ url: `ldap://127.0.0.1:${slapd.port}` });
    await expect(plain.bind(dn, '')).resolves.toBeUndefined();
    await plain.unbind();

    const directory = world.directory({ servers: [ldaps()], ...template() });
    const keyedHash = new KeyedHash(new SecretBytes(Buffer.alloc(32, 1)));
    const verifier = new VerifyPassword(new Argon2PasswordHasher(keyedHash, new SystemRandom()), directory);
    const user = { id: '1', userName: 'alice' as CanonicalUserName, directoryName: undefined } as User;
    const connectionsBefore = slapd.connections();
    for (const password of [Buffer.alloc(0), Buffer.alloc(1), Buffer.alloc(16)]) {
      const question = { source: 'directory', user, password: new SecretBytes(password), deadlineAt: 5_000, now: 0 };
      expect(await verifier.verify({ ...question, source: 'directory' })).toEqual({
        kind: 'refused',
        reason: 'password_missing',
      });
    }
    expect(await check(directory, 'alice', '')).toMatchObject({ kind: 'unavailable' });
    expect(slapd.binds().filter((name) => name === dn).length).toBeGreaterThan(0);
    expect(slapd.connections() - connectionsBefore).toBeLessThanOrEqual(1);
  });

  it('refuses a password that is not UTF-8 without a bind', async () => {
    const directory = world.directory({ servers: [ldaps()], ...template() });
    const before = slapd.binds().length;
    expect(await check(directory, 'alice', Buffer.from([0xff, 0xfe]))).toMatchObject(wrong);
    expect(slapd.binds()).toHaveLength(before);
  });

  it('uses connections again, and never more than allowed', async () => {
    const directory = world.directory({ servers: [ldaps()], ...template(), maxConnectionsPerServer: 2 });
    const before = slapd.connections();
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) => check(directory, 'alice', index % 2 === 0 ? 'sésame 12' : 'wrong')),
    );
    expect(answers.map(({ kind }) => kind)).toEqual(
      Array.from({ length: 12 }, (_, index) => (index % 2 === 0 ? 'verified' : 'refused')),
    );
    for (let round = 0; round < 5; round++) await check(directory, 'bob', 'open barley');
    expect(slapd.connections() - before).toBe(2);
  });

  it('turns away what would wait too long, and says that it does not know', async () => {
    const directory = world.directory({ servers: [ldaps()], ...template(), maxConnectionsPerServer: 1 });
    const answers = await Promise.all(Array.from({ length: 40 }, () => check(directory, 'alice', 'sésame 12')));
    expect(new Set(answers.map(({ kind }) => kind))).toEqual(new Set(['verified', 'unavailable']));
    expect(directory.status()).toMatchObject([{ isUp: true }]);
  });

  it('takes as long for nobody as for a wrong password', async () => {
    const directory = world.directory({ servers: [ldaps()], ...template() });
    const median = async (work: () => Promise<unknown>): Promise<number> => {
      const times: number[] = [];
      for (let round = 0; round < 41; round++) {
        const startedAt = performance.now();
        await work();
        times.push(performance.now() - startedAt);
      }
      return times.sort((a, b) => a - b)[20] ?? Number.NaN;
    };
    const forUser = await median(() => check(directory, 'alice', 'wrong'));
    const forNobody = await median(() => directory.pretend(AbortSignal.timeout(5_000)));
    // The timer of Node counts whole milliseconds.
    expect(Math.abs(forNobody - forUser)).toBeLessThan(Math.max(2.5, forUser * 0.5));
  });

  describe('with several servers', () => {
    let second: Slapd;
    const servers = () => [ldaps(), { url: `ldaps://localhost:${second.securePort}`, caFile: second.caFile }];

    beforeAll(async () => {
      second = await startSlapd({ people });
    });
    afterAll(() => second.remove());

    it('sends one bind for one attempt, to the first that is up', async () => {
      const directory = world.directory({ servers: servers(), ...template() });
      const before = [slapd.binds().length, second.binds().length] as const;
      await check(directory, 'alice', 'wrong');
      expect([slapd.binds().length - before[0], second.binds().length - before[1]]).toEqual([1, 0]);
    });

    it('goes on with the next server while one is down, stops asking it, and returns when a probe finds it', async () => {
      const directory = world.directory({ servers: servers(), ...template(), healthIntervalSeconds: 1 });
      await slapd.stop();
      try {
        for (let round = 0; round < 3; round++) {
          expect(await check(directory, 'alice', 'sésame 12')).toEqual({ kind: 'verified' });
        }
        expect(directory.status()).toMatchObject([{ isUp: false, problem: expect.any(String) }, { isUp: true }]);
        directory.start();
      } finally {
        await slapd.start();
      }
      while (!directory.status().every(({ isUp }) => isUp)) await new Promise((resolve) => setTimeout(resolve, 20));
      const before = slapd.binds().length;
      expect(await check(directory, 'alice', 'sésame 12')).toEqual({ kind: 'verified' });
      expect(slapd.binds()).toHaveLength(before + 1);
    });

    it('survives that an idle connection was cut by a restart of the server', async () => {
      const directory = world.directory({ servers: [ldaps()], ...template() });
      expect(await check(directory, 'alice', 'sésame 12')).toEqual({ kind: 'verified' });
      await slapd.stop();
      await slapd.start();
      expect(await check(directory, 'alice', 'sésame 12')).toEqual({ kind: 'verified' });
    });

    it('says at once that it does not know when every server is down', async () => {
      const directory = world.directory({ servers: [ldaps()], ...template() });
      await slapd.stop();
      try {
        for (let round = 0; round < 2; round++) {
          expect(await check(directory, 'alice', 'sésame 12')).toMatchObject({ kind: 'unavailable' });
        }
        const startedAt = performance.now();
        expect(await check(directory, 'alice', 'sésame 12')).toEqual({
          kind: 'unavailable',
          detail: 'every server of the directory is down',
        });
        expect(performance.now() - startedAt).toBeLessThan(50);
      } finally {
        await slapd.start();
      }
    });
  });
});
