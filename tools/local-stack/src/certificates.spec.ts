import { X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '@countersign/testing/servers';
import { ensureCertificates } from './certificates.ts';

const NOW = new Date('2026-03-01T00:00:00Z');
const DAY_MS = 86_400_000;
const HOLDERS = [{ instance: 'mfa-1', service: 'auth-server' }];

describe('ensureCertificates', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => folder.remove());

  const issue = async (now: Date) => await ensureCertificates(path.join(folder.path, 'certificates'), HOLDERS, now);
  const read = (file: string) => new X509Certificate(readFileSync(file));

  it('issues a leaf for loopback that the authority vouches for, with the identity of its service', async () => {
    const issued = await issue(NOW);
    const leaf = read(issued.of('mfa-1').certificateFile);
    expect(leaf.verify(read(issued.authority.certificateFile).publicKey)).toBe(true);
    expect(leaf.subject).toBe('CN=mfa-1');
    expect(leaf.subjectAltName).toBe('URI:spiffe://countersign/sa/auth-server, DNS:localhost, IP Address:127.0.0.1');
    expect(leaf.ca).toBe(false);
  });

  it('keeps private keys from other accounts', async () => {
    const { authority, of } = await issue(NOW);
    expect([authority.keyFile, of('mfa-1').keyFile].map((file) => statSync(file).mode & 0o077)).toEqual([0, 0]);
  });

  it('keeps a leaf while it has a month left and renews it afterwards, under the same authority', async () => {
    const first = await issue(NOW);
    const serial = read(first.of('mfa-1').certificateFile).serialNumber;
    const authority = read(first.authority.certificateFile).serialNumber;
    const later = await issue(new Date(NOW.getTime() + 50 * DAY_MS));
    expect(read(later.of('mfa-1').certificateFile).serialNumber).toBe(serial);
    const latest = await issue(new Date(NOW.getTime() + 70 * DAY_MS));
    expect(read(latest.of('mfa-1').certificateFile).serialNumber).not.toBe(serial);
    expect(read(latest.authority.certificateFile).serialNumber).toBe(authority);
  });
});
