import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { radiusClientsV1 } from '@countersign/contracts';
import { SecretBytes } from '@countersign/errors';
import { silentLogger } from '@countersign/observability';
import type { ClientSnapshot } from '../../application/ports/client-configuration.ts';
import { fromSnapshot, toSnapshot } from '../grpc/client-configuration.mapper.ts';
import { SealedClientFile } from './sealed-client-file.ts';

const codec = {
  encode: (snapshot: ClientSnapshot) =>
    radiusClientsV1.WatchRadiusClientsResponse.encode(fromSnapshot(snapshot)).finish(),
  decode: (octets: Uint8Array) => toSnapshot(radiusClientsV1.WatchRadiusClientsResponse.decode(octets)),
};
const snapshot: ClientSnapshot = {
  revision: '7',
  clients: [
    {
      id: 'nas',
      relyingPartyId: 'rp',
      name: 'VPN',
      network: '192.0.2.0/24',
      secret: SecretBytes.fromText('canary secret'),
      previousSecret: SecretBytes.fromText('canary before'),
      isSignatureRequired: true,
      isUnsignedProxyStateAllowed: true,
      passwordEncoding: 'windows-1251',
      nasDeadlineSeconds: 60,
      isClassSent: true,
      clientAddressAttributes: ['Calling-Station-Id'],
      requestsPerSecond: 9,
    },
  ],
};
const newKey = () =>
  Buffer.from(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }));

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'client-file-'));
  path = join(folder, 'clients');
});
afterEach(() => rmSync(folder, { recursive: true }));

function file(key: Buffer, at = path): SealedClientFile {
  return new SealedClientFile({ path: at, privateKey: () => key, codec, logger: silentLogger() });
}

describe('SealedClientFile', () => {
  it('gives the list back to whoever has the key, and shows nobody a secret', () => {
    const key = newKey();
    file(key).save(snapshot);
    const opened = file(key).load();
    expect(opened).toEqual(snapshot);
    expect(opened?.clients[0]?.secret.expose().toString()).toBe('canary secret');
    expect(readFileSync(path).includes('canary')).toBe(false);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('opens for no other key, and not when an octet was changed', () => {
    const key = newKey();
    file(key).save(snapshot);
    expect(file(newKey()).load()).toBeUndefined();
    const sealed = readFileSync(path);
    for (const at of [0, 6, 25, 40, sealed.length - 1]) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] as number) ^ 1;
      writeFileSync(path, changed);
      expect(file(key).load()).toBeUndefined();
    }
  });

  it('is no file, an empty file, or a folder that cannot be written: no list, no exception', () => {
    const key = newKey();
    expect(file(key).load()).toBeUndefined();
    writeFileSync(path, '');
    expect(file(key).load()).toBeUndefined();
    expect(() => file(key, join(folder, 'missing', 'clients')).save(snapshot)).not.toThrow();
  });
});
