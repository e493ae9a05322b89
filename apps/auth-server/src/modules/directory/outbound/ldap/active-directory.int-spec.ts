import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { requirePeer, type SambaDirectory, startSamba } from '@countersign/testing';
import { check, DirectoryWorld } from './__fixtures__/directory-world.ts';
import type { LdapDirectory } from './ldap-directory.ts';

const suite = requirePeer('samba', describe);
const PASSWORD = 'Right-Passw0rd é';
const LOCKOUT_THRESHOLD = 4;
const START_TIMEOUT_MILLISECONDS = 180_000;

suite('LdapDirectory against a Samba Active Directory', () => {
  let samba: SambaDirectory;
  let world: DirectoryWorld;
  let ldaps: { readonly url: string; readonly caFile: string };
  const upn = { bindTemplate: '{userName}@corp.example' };

  beforeAll(async () => {
    samba = await startSamba();
    world = new DirectoryWorld(samba.folder);
    ldaps = { url: `ldaps://${samba.host}`, caFile: samba.caFile };
    await samba.tool(
      ...['domain', 'passwordsettings', 'set', `--account-lockout-threshold=${LOCKOUT_THRESHOLD}`],
      ...['--min-pwd-age=0', '--account-lockout-duration=30'],
    );
    for (const name of ['alice', 'expired', 'nightworker', 'desk', 'victim', 'reader', 'counted']) {
      await samba.tool('user', 'create', name, PASSWORD);
    }
    await samba.tool('user', 'create', 'newcomer', PASSWORD, '--must-change-at-next-login');
    await samba.tool('user', 'create', 'disabled', PASSWORD);
    await samba.tool('user', 'disable', 'disabled');
    await samba.modify(replaceLdif('expired', 'accountExpires: 130000000000000000'));
    await samba.modify(replaceLdif('nightworker', `logonHours:: ${Buffer.alloc(21).toString('base64')}`));
    await samba.modify(replaceLdif('desk', 'userWorkstations: OTHERDESK'));
  }, START_TIMEOUT_MILLISECONDS);
  afterEach(() => world?.close());
  afterAll(() => samba?.remove());

  const replaceLdif = (name: string, line: string): string => {
    const attribute = line.split(':')[0] ?? '';
    const head = `dn: CN=${name},CN=Users,${samba.baseDn}\nchangetype: modify\n`;
    return `${head}replace: ${attribute}\n${line}\n`;
  };
  const failuresOf = async (name: string): Promise<string | undefined> => {
    const shown = await samba.tool('user', 'show', name, '--attributes=badPwdCount');
    return /badPwdCount: (\d+)/.exec(shown)?.[1];
  };
  const byUpn = (): LdapDirectory => world.directory({ servers: [ldaps], ...upn });

  it.each([
    ['a user principal name', () => upn],
    ['DOMAIN\\name', () => ({ bindTemplate: 'CORP\\{userName}' })],
    ['a distinguished name', () => ({ bindTemplate: `CN={userName},CN=Users,${samba.baseDn}` })],
    [
      'a search for sAMAccountName',
      () => ({
        serviceAccount: { dn: `CN=reader,CN=Users,${samba.baseDn}`, passwordFile: world.file(PASSWORD) },
        baseDn: samba.baseDn,
        filter: '(&(objectCategory=person)(sAMAccountName={userName}))',
      }),
    ],
  ])('verifies and refuses by %s', async (_, rule) => {
    const directory = world.directory({ servers: [ldaps], ...rule() });
    expect(await check(directory, 'alice', PASSWORD)).toEqual({ kind: 'verified' });
    expect(await check(directory, 'alice', 'wrong')).toMatchObject({ kind: 'refused', reason: 'password_wrong' });
    expect(await check(directory, 'nobody', PASSWORD)).toMatchObject({ kind: 'refused', reason: 'password_wrong' });
    expect(await check(directory, 'alice', PASSWORD)).toEqual({ kind: 'verified' });
  });

  it('does so over StartTLS, and is refused without encryption before the password counts', async () => {
    const plain = { url: `ldap://${samba.host}` };
    const encrypted = world.directory({ servers: [{ ...plain, startTls: true, caFile: samba.caFile }], ...upn });
    expect(await check(encrypted, 'alice', PASSWORD)).toEqual({ kind: 'verified' });

    const clear = world.directory({ servers: [plain], ...upn, dangerouslyAllowPlaintext: true });
    expect(await check(clear, 'alice', PASSWORD)).toEqual({
      kind: 'unavailable',
      detail: 'the directory answered the bind with LDAP result 8',
    });
  });

  it.each([
    ['disabled', 'directory_account_disabled', '533'],
    ['expired', 'directory_account_expired', '701'],
    ['newcomer', 'directory_password_must_change', '773'],
    ['nightworker', 'directory_logon_refused', '530'],
    ['desk', 'directory_logon_refused', '531'],
  ])('reads the sub-code for the account %s as %s', async (name, reason, data) => {
    const detail = `LDAP result 49, data ${data}`;
    expect(await check(byUpn(), name, PASSWORD)).toEqual({ kind: 'refused', reason, detail });
  });

  it.each(['disabled', 'expired', 'newcomer', 'nightworker'])(
    'tells nothing about the account %s to who does not know its password',
    async (name) => {
      const answer = await check(byUpn(), name, 'wrong');
      expect(answer).toEqual({ kind: 'refused', reason: 'password_wrong', detail: 'LDAP result 49, data 52e' });
    },
  );

  it('counts one failure for one attempt, also with several servers in the list', async () => {
    const directory = world.directory({ servers: [ldaps, { ...ldaps, url: `ldaps://${samba.host}:636` }], ...upn });
    await check(directory, 'counted', 'wrong');
    expect(await failuresOf('counted')).toBe('1');
  });

  it('reports an account that the domain has locked', async () => {
    const directory = byUpn();
    for (let round = 0; round < LOCKOUT_THRESHOLD; round++) await check(directory, 'victim', 'wrong');
    expect(await check(directory, 'victim', PASSWORD)).toMatchObject({
      kind: 'refused',
      reason: 'directory_account_locked',
    });
  });
});
