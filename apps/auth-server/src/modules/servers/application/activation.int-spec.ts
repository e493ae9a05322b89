import { X509Certificate } from 'node:crypto';
import { rmSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { KeyedHash, Keyring, Sealer, SystemRandom } from '@countersign/crypto';
import { SecretBytes } from '@countersign/errors';
import { silentLogger } from '@countersign/observability';
import { temporaryFolder, type TestDatabase } from '@countersign/testing';
import { aMigratedDatabase, aRouterTo, type RouterHandle } from '../../../outbound/postgres/__fixtures__/databases.ts';
import { InMemoryUserVersionFence } from '../../../outbound/postgres/__fixtures__/in-memory-user-version-fence.ts';
import { PostgresUnitOfWork } from '../../../outbound/postgres/postgres-unit-of-work.ts';
import { anAuthority, aRequest } from '../__fixtures__/certificates.ts';
import { PostgresActivationCredentials } from '../outbound/postgres/postgres-activation-credentials.ts';
import { X509CertificateIssuer } from '../outbound/x509/x509-certificate-issuer.ts';
import { ActivateProcess } from './activate-process.use-case.ts';
import { CreateActivationCredentials } from './create-activation-credentials.use-case.ts';

const NOON = Date.UTC(2026, 2, 1, 12);
const GATEWAY = { service: 'radius-gateway', instance: 'radius-3' };

describe('activation', () => {
  const folder = temporaryFolder();
  const random = new SystemRandom();
  const hash = new KeyedHash(new SecretBytes(Buffer.alloc(32, 7)));
  const hashWith = (label: string, text: string): Buffer => hash.hash(label, text);
  let database: TestDatabase;
  let handle: RouterHandle;
  let create: CreateActivationCredentials;
  let activate: ActivateProcess;
  let files: Awaited<ReturnType<typeof anAuthority>>;

  beforeAll(async () => {
    database = await aMigratedDatabase();
    handle = aRouterTo(database);
    await handle.router.start();
  });
  beforeEach(async () => {
    files = await anAuthority(folder.path);
    const unitOfWork = new PostgresUnitOfWork({
      database: handle.router,
      fence: new InMemoryUserVersionFence(),
      sealer: new Sealer(Keyring.inMemory(new Date(NOON))),
      random,
      logger: silentLogger(),
      instance: 'mfa-1',
      onUsersChanged: () => undefined,
    });
    const credentials = new PostgresActivationCredentials(unitOfWork);
    create = new CreateActivationCredentials(credentials, random, hashWith);
    activate = new ActivateProcess(credentials, new X509CertificateIssuer(files, random), hashWith);
  });
  afterEach(async () => {
    await database.query('TRUNCATE activation_credentials, servers, journal_pending');
  });
  afterAll(async () => {
    handle.close();
    await database.drop();
    folder.remove();
  });

  const at = (now: number) => ({ actor: 'cli/ops-1 anna', now });
  const credentials = async (identity = GATEWAY) => await create.execute(identity, at(NOON));

  it('gives the identity of the credentials, whatever the request asks for', async () => {
    const { code, expiresAt } = await credentials();
    expect(expiresAt).toBe(NOON + 600_000);
    const { pem } = await aRequest({ name: 'CN=operator' });
    const issued = await activate.execute(` ${code.toLowerCase().replaceAll('-', ' ')}`, pem, at(NOON + 1_000));
    const certificate = new X509Certificate(issued.certificate);
    expect(certificate.subject).toBe('CN=radius-3');
    expect(certificate.subjectAltName).toContain('URI:spiffe://countersign/sa/radius-gateway');
    expect(certificate.subjectAltName).not.toContain('operator');
    expect(certificate.ca).toBe(false);
    expect(certificate.verify(new X509Certificate(issued.authority).publicKey)).toBe(true);
    expect(await database.query('SELECT name, service, certificate_serial FROM servers')).toEqual([
      { name: 'radius-3', service: 'radius-gateway', certificate_serial: issued.serial },
    ]);
    const events = await database.query<{ action: string }>(
      `SELECT event->'details'->>'action' AS action FROM journal_pending ORDER BY id`,
    );
    expect(events.map(({ action }) => action)).toEqual(['activation_credentials_created', 'process_activated']);
    const [kept] = await database.query<{ text: string }>(
      'SELECT c::text || (SELECT string_agg(p::text, $1) FROM journal_pending p) AS text FROM activation_credentials c',
      [''],
    );
    expect(kept?.text).not.toContain(code);
  });

  it('is good once, also when it is used many times at once', async () => {
    const { code } = await credentials();
    const { pem } = await aRequest();
    const attempts = await Promise.allSettled(
      Array.from({ length: 8 }, async () => await activate.execute(code, pem, at(NOON + 1))),
    );
    const refused = attempts.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(7);
    for (const each of refused) expect(each).toMatchObject({ reason: { code: 'activation_code_expired' } });
  });

  it('ends after ten minutes', async () => {
    const { code } = await credentials();
    const { pem } = await aRequest();
    const late = activate.execute(code, pem, at(NOON + 600_000));
    await expect(late).rejects.toMatchObject({ code: 'activation_code_expired' });
    await expect(activate.execute(code, pem, at(NOON + 599_999))).resolves.toBeDefined();
  });

  it('is void when newer credentials were made for the same process', async () => {
    const first = await credentials();
    const other = await credentials({ service: 'radius-gateway', instance: 'radius-4' });
    const second = await credentials();
    const { pem } = await aRequest();
    await expect(activate.execute(first.code, pem, at(NOON))).rejects.toMatchObject({
      code: 'activation_code_expired',
    });
    await activate.execute(second.code, pem, at(NOON));
    await activate.execute(other.code, pem, at(NOON));
  });

  it('survives a bad request, and a server without an authority', async () => {
    const { code } = await credentials();
    const { pem } = await aRequest();
    const stolen = (await aRequest()).pem;
    const forged = pem.slice(0, 120) + stolen.slice(120, 200) + pem.slice(200);
    const weak = [
      await aRequest({
        algorithm: {
          name: 'RSASSA-PKCS1-v1_5',
          hash: 'SHA-256',
          modulusLength: 1024,
          publicExponent: new Uint8Array([1, 0, 1]),
        } as never,
      }),
    ].map((request) => request.pem);
    for (const bad of [
      '',
      'nonsense',
      '-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----',
      forged,
      ...weak,
    ]) {
      const attempt = activate.execute(code, bad, at(NOON));
      await expect(attempt).rejects.toMatchObject({ code: 'invalid_request', field: 'certificate_signing_request' });
    }
    rmSync(files.key);
    await expect(activate.execute(code, pem, at(NOON))).rejects.toThrow();
    expect(await database.query('SELECT used_at FROM activation_credentials')).toEqual([{ used_at: null }]);
  });

  it('answers an unknown code as a used one, and slows down who tries many', async () => {
    const { pem } = await aRequest();
    for (let i = 0; i < 30; i += 1) {
      await expect(activate.execute(`CODE-${i}`, pem, at(NOON))).rejects.toMatchObject({
        code: 'activation_code_expired',
      });
    }
    await expect(activate.execute('CODE', pem, at(NOON))).rejects.toMatchObject({
      code: 'attempts_throttled',
      retryAfterSeconds: 60,
    });
    await expect(activate.execute('CODE', pem, at(NOON + 60_000))).rejects.toMatchObject({
      code: 'activation_code_expired',
    });
  });

  it.each([
    [{ service: 'root', instance: 'a' }, 'service'],
    [{ service: 'auth-server', instance: '' }, 'instance'],
    [{ service: 'auth-server', instance: 'a b' }, 'instance'],
    [{ service: 'auth-server', instance: 'A,CN=operator' }, 'instance'],
  ])('makes none for %j', async (identity, field) => {
    await expect(credentials(identity)).rejects.toMatchObject({ code: 'invalid_request', field });
  });
});
