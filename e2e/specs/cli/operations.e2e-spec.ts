import { X509Certificate } from 'node:crypto';
import {
  authenticationV1,
  authenticatorsV1,
  journalV1,
  radiusClientAdministrationV1,
  radiusClientsV1,
  settingsV1,
  usersV1,
} from '@countersign/contracts';
import { SharedSecret } from '@countersign/radius';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { activate, newKey } from '../../src/door.ts';
import { eventually } from '../../src/eventually.ts';
import { SignInLoad } from '../../src/load.ts';
import { type Nas, Silence } from '../../src/nas.ts';
import { CallRefused, Operator } from '../../src/operator.ts';
import { aName, importPeople } from '../../src/people.ts';
import { CODE_ONLY, Product } from '../../src/product.ts';
import { pskcOf } from '../../src/token-files.ts';

const users = usersV1.UserAdministrationServiceDefinition;
const authenticators = authenticatorsV1.AuthenticatorAdministrationServiceDefinition;
const clients = radiusClientAdministrationV1.RadiusClientAdministrationServiceDefinition;
const MEGABYTE = 1_048_576;

let product: Product;

beforeAll(async () => {
  product = await Product.start();
}, 180_000);

afterAll(async () => {
  await product?.remove();
}, 60_000);

interface KeyStatus {
  readonly keys: readonly { readonly keyId: string; readonly isCurrent: boolean; readonly records: number }[];
}

describe('keys rotate', () => {
  it('seals every record with a new key while people sign in, and none of them notices', async () => {
    const people = await importPeople(product.operator(), 200);
    await product.untilCopied();
    const nas = await Promise.all(Array.from({ length: 4 }, async () => await product.nas(CODE_ONLY)));
    const before = await product.countersign<KeyStatus>(['keys', 'status']);
    const load = new SignInLoad(people, nas);
    load.start({ perSecond: 40 });
    await load.untilDecided(20);
    expect(await product.refusal(['keys', 'rotate'])).toMatchObject({ exitCode: 2 });
    const rotated = await product.countersign<{ currentKeyId: string; resealed: number }>(['keys', 'rotate', '--yes']);
    const outcomes = await load.end();
    for (const { kind, isRight } of outcomes) expect(kind).toBe(isRight ? 'accept' : 'reject');

    expect(rotated.resealed).toBeGreaterThanOrEqual(people.length);
    const after = await product.countersign<KeyStatus>(['keys', 'status']);
    expect(after.keys.filter(({ records }) => records > 0)).toMatchObject([
      { keyId: rotated.currentKeyId, isCurrent: true },
    ]);
    expect(before.keys.map(({ keyId }) => keyId)).not.toContain(rotated.currentKeyId);
    const late = await product.addPerson({}, 'mfa-2');
    expect((await (await product.nas()).signIn(late.name, late.password, late.device.next())).kind).toBe('accept');
  }, 90_000);
});

describe('radius-clients rotate', () => {
  const isAnswered = async (nas: Nas): Promise<boolean> => {
    try {
      await nas.ask({ userName: 'nobody', password: '123456' }, 1200);
      return true;
    } catch (error) {
      if (error instanceof Silence) return false;
      throw error;
    }
  };

  it('lets both secrets work for a while, then only the new one', async () => {
    const from = '127.0.0.20';
    const secrets = [
      'the first secret of this client',
      'the second secret of this client',
      'the third secret of this one',
    ];
    const nas = await Promise.all(secrets.map(async (secret) => await product.nas(from, secret)));
    const [first, second, third] = nas as [Nas, Nas, Nas];
    await product.countersign(['radius-clients', 'add', 'Rotating VPN', from, '--secret-stdin'], secrets[0]);
    await eventually('the client', async () => await isAnswered(first));
    expect(await isAnswered(second)).toBe(false);

    const rotate = ['radius-clients', 'rotate', 'Rotating VPN', '--secret-stdin', '--retire-after'];
    expect(await product.refusal([...rotate, '1h'], secrets[1])).toMatchObject({ exitCode: 2 });
    await product.countersign([...rotate, '1h', '--yes'], secrets[1]);
    await eventually('the second secret', async () => await isAnswered(second));
    expect(await isAnswered(first)).toBe(true);

    await product.countersign([...rotate, '0', '--yes'], secrets[2]);
    await eventually('the third secret', async () => await isAnswered(third));
    expect([await isAnswered(first), await isAnswered(second)]).toEqual([false, false]);
    const weak = await product.refusal([...rotate, '1h', '--yes'], 'short');
    expect(weak).toMatchObject({ exitCode: 2, code: 'invalid_request' });
    expect(JSON.stringify(weak)).not.toContain('"short"');
    expect(SharedSecret.fromText('short').toString()).toBe('[sealed]');
  }, 60_000);
});

describe('servers activate', () => {
  const activationOf = async (instance: string, service: string) =>
    (await product.countersign<{ activationCode: string }>(['servers', 'activate', instance, '--service', service]))
      .activationCode;

  it('gives a new door its certificate, once, for what the credentials were made for', async () => {
    const code = await activationOf('radius-9', 'radius-gateway');
    const own = await newKey('auth-server');
    const identity = await activate(product.file, code, own);
    const certificate = new X509Certificate(identity.certificate);
    expect(certificate.subjectAltName).toContain('URI:spiffe://countersign/sa/radius-gateway');
    expect(certificate.subject).toBe('CN=radius-9');
    expect(certificate.ca).toBe(false);
    await expect(activate(product.file, code, own)).rejects.toMatchObject({ code: 'activation_code_expired' });
    await expect(activate(product.file, 'never-made', own)).rejects.toMatchObject({ code: 'activation_code_expired' });

    const door = Operator.as(identity, product.file.core, 'mfa-1');
    try {
      await expect(door.call(users, 'listUsers', { pageSize: 1 })).rejects.toMatchObject({
        code: 'caller_not_allowed',
      });
      await expect(door.call(clients, 'listRadiusClients', {})).rejects.toMatchObject({ code: 'caller_not_allowed' });
      const verify = door.call(journalV1.JournalServiceDefinition, 'verifyJournal', {});
      await expect(verify).rejects.toMatchObject({ code: 'caller_not_allowed' });
      const feed = radiusClientsV1.RadiusClientFeedServiceDefinition;
      expect(await door.call(feed, 'recordAccounting', { records: [] })).toBeDefined();
    } finally {
      door.close();
    }
    const operator = product.operator().call(authenticationV1.AuthenticationServiceDefinition, 'authenticate', {});
    await expect(operator).rejects.toBeInstanceOf(CallRefused);
  }, 30_000);

  it('refuses what is no signing request, and leaves the credentials good', async () => {
    const code = await activationOf('radius-8', 'radius-gateway');
    const own = await newKey('radius-8');
    const broken = activate(product.file, code, { ...own, signingRequest: 'not a request' });
    await expect(broken).rejects.toMatchObject({ code: 'invalid_request' });
    expect((await activate(product.file, code, own)).certificate).toContain('BEGIN CERTIFICATE');
  });
});

/** What was there before, to see that nothing of it changed. */
const facts = async () => {
  const list = await product.countersign<{ users: { userName: string; version: number }[] }>([
    ...['users', 'list', '--limit', '10000'],
  ]);
  const changes = await product.journal('--kind', 'change');
  return {
    users: list.users.map(({ userName, version }) => `${userName} ${version}`).toSorted(),
    changes: changes.length,
  };
};

describe('wrong input', () => {
  it('is refused with what, why and what to do, and changes nothing', async () => {
    await eventually(
      'a quiet journal',
      async () => (await product.countersign<{ isIntact: boolean }>(['journal', 'verify'])).isIntact,
    );
    const before = await facts();
    const operator = product.operator();
    const add = (fields: Partial<usersV1.AddUserRequest>) => operator.call(users, 'addUser', fields);
    const importTokens = (content: string, format = 'pskc') =>
      operator.call(authenticators, 'importAuthenticators', { format, content: Buffer.from(content) });
    const withEntity = pskcOf('X-1', Buffer.from('12345678901234567890')).replace(
      '<KeyContainer',
      '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><KeyContainer',
    );
    const bad: Readonly<Record<string, () => Promise<unknown>>> = {
      'a NUL in a name': () => add({ userName: 'a\0b' }),
      'a NUL in a field': () => add({ userName: aName(), firstName: 'a\0b' }),
      'a lone surrogate': () => add({ userName: `x\ud800y` }),
      'an empty name': () => add({ userName: '' }),
      'a name of blanks': () => add({ userName: ' \u00a0 ' }),
      'a name of 10 000 letters': () => add({ userName: 'a'.repeat(10_000) }),
      'a control character': () => add({ userName: 'a\u001b[2Jb' }),
      'a phone that is none': () => add({ userName: aName(), phone: '12' }),
      'a language that is none': () => add({ userName: aName(), languages: { text: 'xx' } }),
      'a method that is none': () => add({ userName: aName(), defaultMethod: 'telepathy' }),
      'a password beyond all measure': () => add({ userName: aName(), password: 'p'.repeat(2000) }),
      'a negative duration': () =>
        operator.call(users, 'blockUser', { user: 'alice', reason: 'x', durationSeconds: -5 }),
      'no reason': () => operator.call(users, 'blockUser', { user: 'alice', reason: '' }),
      'a PIN of letters': () => operator.call(users, 'setUserPin', { user: 'alice', pin: 'abcd' }),
      'a field that no user has': () =>
        operator.call(users, 'updateUser', { user: 'alice', updateMask: ['password_hash'] }),
      'seven digits': () => operator.call(authenticators, 'addTotp', { user: 'alice', digits: 7 }),
      'a seed that is too short': () =>
        operator.call(authenticators, 'addTotp', { user: 'alice', secretBase32: 'MZXW6' }),
      'a page token of ours that is none': () => operator.call(users, 'listUsers', { pageToken: 'x', pageSize: 5 }),
      'XML that is no PSKC': () => importTokens('<html/>'),
      'PSKC that ends early': () => importTokens(pskcOf('X-1', Buffer.alloc(20, 1)).slice(0, 300)),
      'PSKC with a document type': () => importTokens(withEntity),
      'octets that are no text': () => importTokens('\u0000\u0001\u0002'),
      'a format that is none': () => importTokens('', 'xlsx'),
      'CSV without a header': () =>
        operator.call(users, 'importUsers', { csv: Buffer.from('alice,bob\n'), onExisting: 'fail' }),
      'CSV that is no UTF-8': () =>
        operator.call(users, 'importUsers', { csv: Buffer.of(0xff, 0xfe, 0x00), onExisting: 'fail' }),
      'a setting that is none': () =>
        operator.call(settingsV1.SettingsAdministrationServiceDefinition, 'setSetting', { key: 'no.such', value: '1' }),
      'a setting out of bounds': () =>
        operator.call(settingsV1.SettingsAdministrationServiceDefinition, 'setSetting', {
          key: 'lockout.denials',
          value: '-1',
        }),
      'a network with host bits': () => operator.call(clients, 'addRadiusClient', { name: 'x', network: '10.0.0.1/8' }),
    };
    for (const [what, ask] of Object.entries(bad)) {
      const answer = await ask().then(
        () => 'was taken',
        (error: unknown) => (error instanceof CallRefused ? error : error),
      );
      expect({ what, answer }).toEqual({ what, answer: expect.objectContaining({ code: 'invalid_request' }) });
      expect((answer as CallRefused).message.length).toBeGreaterThan(10);
    }
    const nobody = operator.call(users, 'blockUser', { user: aName(), reason: 'x' });
    await expect(nobody).rejects.toMatchObject({ code: 'user_not_found' });
    expect(await facts()).toEqual(before);
  }, 60_000);

  it('of many megabytes is refused, and the server goes on', async () => {
    const before = await facts();
    const huge = product.operator().call(users, 'addUser', { userName: 'a'.repeat(10 * MEGABYTE) });
    await expect(huge).rejects.toBeInstanceOf(CallRefused);
    const file = product.write('huge.csv', `user_name\n${'a'.repeat(10 * MEGABYTE)}\n`);
    expect(await product.refusal(['users', 'import', file])).toMatchObject({ exitCode: 2 });
    const larger = product.write('larger.csv', Buffer.alloc(13 * MEGABYTE, 'a'));
    expect(await product.refusal(['users', 'import', larger])).toMatchObject({ exitCode: 2, code: 'invalid_request' });
    expect(await facts()).toEqual(before);
  }, 60_000);

  it('at the command line says what, why and what to do', async () => {
    const pskc = product.write('broken.xml', '<KeyContainer');
    const table: readonly (readonly [args: readonly string[], exitCode: number, code: string])[] = [
      [['users', 'show', 'nobody-at-all'], 1, 'user_not_found'],
      [['users', 'add', ''], 2, 'invalid_request'],
      [['users', 'add', 'bell\u0007'], 2, 'invalid_request'],
      [['users', 'import', '/no/such/file.csv'], 2, 'invalid_request'],
      [['users', 'import', pskc], 2, 'invalid_request'],
      [['authenticators', 'import', pskc], 2, 'invalid_request'],
      [['authenticators', 'add-totp', 'nobody-at-all'], 1, 'user_not_found'],
      [['authenticators', 'resync', 'alice', '000000', '000000'], 2, 'invalid_request'],
      [['authenticators', 'remove', 'alice', 'no-such-token', '--yes'], 1, 'authenticator_not_found'],
      [['radius-clients', 'add', 'Bad', '300.1.1.1'], 2, 'invalid_request'],
      [['radius-clients', 'add', 'Bad', '192.0.2.7', '--reply-attribute', 'No-Such=1'], 2, 'invalid_request'],
      [['settings', 'get', 'no.such'], 1, 'not_found'],
      [['settings', 'set', 'lockout.denials', 'many'], 2, 'invalid_request'],
      [['servers', 'promote', 'mfa-9', '--dry-run'], 1, 'not_found'],
      [['journal', 'export', '/no/such/folder/file'], 2, 'invalid_request'],
    ];
    for (const [args, exitCode, code] of table) {
      expect({ args, ...(await product.refusal(args)) }).toMatchObject({
        args,
        exitCode,
        code,
        what: expect.stringMatching(/.{10}/),
        whatToDo: expect.stringMatching(/.{10}/),
      });
    }
  }, 60_000);

  it('over RADIUS is a no or silence, never an accept', async () => {
    const nas = await product.nas();
    const kinds = [];
    for (const userName of ['a\0b', '\u001b[2J', 'ﬀ'.repeat(80), `${'x'.repeat(253)}`, ' ', '*)(uid=*']) {
      kinds.push((await nas.ask({ userName, password: 'whatever it is' })).kind);
      kinds.push((await nas.ask({ userName: 'alice', password: userName.slice(0, 40) })).kind);
    }
    expect(new Set(kinds)).toEqual(new Set(['reject']));
  });
});
