import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { afterAll, describe, expect, it } from '@jest/globals';
import { loadDirectoryConfig } from './load-directory-config.ts';

const folder = mkdtempSync(join(tmpdir(), 'countersign-directory-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string, mode = 0o600): string {
  const path = join(folder, name);
  writeFileSync(path, content, { mode });
  return path;
}

const load = (config: unknown) => loadDirectoryConfig(file('directory.json', JSON.stringify(config)));
const server = { url: 'ldaps://dc1.corp.example' };
const bindTemplate = '{userName}@corp.example';

describe('loadDirectoryConfig', () => {
  it('takes a list of servers and a template, with safe defaults', () => {
    const caFile = file('ca.pem', 'PEM');
    const servers = [server, { url: 'ldap://[::1]:3389', startTls: true, caFile }];
    expect(load({ servers, bindTemplate })).toMatchObject({
      servers: [
        { host: 'dc1.corp.example', port: 636, security: 'ldaps', authorities: rootCertificates },
        { host: '::1', port: 3389, security: 'starttls', authorities: ['PEM'] },
      ],
      bindName: { kind: 'template', template: bindTemplate },
      limits: { connectTimeoutMilliseconds: 2_000, maxConnectionsPerServer: 16 },
    });
  });

  it('takes a service account, whose password is read from a file and not printed', () => {
    const serviceAccount = { dn: 'cn=reader', passwordFile: file('password', 'secret\n') };
    const { bindName } = load({ servers: [server], serviceAccount, baseDn: 'dc=corp', filter: '(uid={userName})' });
    expect(bindName).toMatchObject({ kind: 'search', accountDn: 'cn=reader', baseDn: 'dc=corp' });
    expect(bindName.kind === 'search' && bindName.accountPassword.expose().toString()).toBe('secret');
    expect(JSON.stringify(bindName)).not.toContain('secret');
  });

  it('refuses to send passwords in clear unless told so in as many words', () => {
    const config = { servers: [{ url: 'ldap://dc1.corp.example' }], bindTemplate };
    expect(() => load(config)).toThrow(/servers\.0\.url: would send passwords in clear/);
    expect(load({ ...config, dangerouslyAllowPlaintext: true }).servers[0]).toMatchObject({
      security: 'none',
      port: 389,
    });
  });

  it.each([
    ['no server', { servers: [], bindTemplate }, 'servers'],
    ['neither template nor search', { servers: [server] }, 'bindTemplate: is missing'],
    ['a search without filter', { servers: [server], baseDn: 'dc=corp' }, 'serviceAccount: is missing'],
    ['both ways', { servers: [server], bindTemplate, baseDn: 'dc=corp' }, 'keep one of the two'],
    ['a template without the name', { servers: [server], bindTemplate: 'x@corp' }, 'must contain {userName}'],
    ['a template of the bare name', { servers: [server], bindTemplate: '{userName}' }, 'something around it'],
    ['a filter without the name', { servers: [server], filter: '(uid=x)' }, 'must contain {userName}'],
    ['another protocol', { servers: [{ url: 'https://dc1' }], bindTemplate }, 'servers.0.url'],
    ['a URL with more in it', { servers: [{ url: 'ldaps://dc1/dc=corp?uid' }], bindTemplate }, 'servers.0.url'],
    ['a password in a URL', { servers: [{ url: 'ldaps://u:p@dc1' }], bindTemplate }, 'servers.0.url'],
    ['StartTLS in TLS', { servers: [{ ...server, startTls: true }], bindTemplate }, 'servers.0.startTls'],
    ['a misspelt setting', { servers: [server], bindTemplate, caFile: 'x' }, 'caFile'],
    ['a negative number', { servers: [server], bindTemplate, maxConnectionsPerServer: -1 }, 'maxConnectionsPerServer'],
  ])('refuses %s and says where', (_, config, words) => {
    expect(() => load(config)).toThrow(words);
  });

  it('refuses a password file that everybody may read, and an empty one', () => {
    const search = { servers: [server], baseDn: 'dc=corp', filter: '(uid={userName})' };
    const withFile = (passwordFile: string) => ({ ...search, serviceAccount: { dn: 'cn=reader', passwordFile } });
    expect(() => load(withFile(file('open', 'secret', 0o644)))).toThrow('everybody may read');
    expect(() => load(withFile(file('empty', '')))).toThrow('anonymous bind');
  });

  it('says which file is missing or no JSON', () => {
    expect(() => loadDirectoryConfig(join(folder, 'absent.json'))).toThrow(/absent\.json cannot be read/);
    expect(() => loadDirectoryConfig(file('broken.json', '{'))).toThrow('is not JSON');
    expect(() => load({ servers: [{ ...server, caFile: join(folder, 'no.pem') }], bindTemplate })).toThrow('no.pem');
  });
});
