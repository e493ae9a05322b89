import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { TestAuthority } from './test-authority.ts';

describe('TestAuthority', () => {
  it('issues a certificate that names the service and descends from the authority', async () => {
    const authority = await TestAuthority.create();
    const issued = new X509Certificate((await authority.issue('radius-gateway', { instance: 'gw-1' })).certificate);
    expect(issued.subjectAltName).toContain('URI:spiffe://countersign/sa/radius-gateway');
    expect(issued.subject).toBe('CN=gw-1');
    expect(issued.verify(new X509Certificate(authority.pem).publicKey)).toBe(true);
  });

  it('does not descend from another authority', async () => {
    const [one, other] = await Promise.all([TestAuthority.create(), TestAuthority.create()]);
    const issued = new X509Certificate((await one.issue('auth-server')).certificate);
    expect(issued.verify(new X509Certificate(other.pem).publicKey)).toBe(false);
  });

  it('issues a certificate that has ended', async () => {
    const authority = await TestAuthority.create();
    const notAfter = new Date('2020-01-02T00:00:00Z');
    const { certificate } = await authority.issue('auth-server', {
      notBefore: new Date('2020-01-01T00:00:00Z'),
      notAfter,
    });
    expect(new X509Certificate(certificate).validToDate).toEqual(notAfter);
  });
});
