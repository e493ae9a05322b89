import { describe, expect, it } from '@jest/globals';
import type { PeerCertificate } from 'node:tls';
import { callerOf, identityUri } from './identity.ts';

const certificate = (subjectaltname: string, CN?: string) => ({
  subjectaltname,
  subject: { CN } as PeerCertificate['subject'],
});

describe('callerOf', () => {
  it('reads the service and the instance', () => {
    const names = `DNS:localhost, URI:${identityUri('radius-gateway')}, IP Address:127.0.0.1`;
    expect(callerOf(certificate(names, 'gw-1'))).toEqual({ service: 'radius-gateway', instance: 'gw-1' });
  });

  it('knows no instance without a common name', () => {
    expect(callerOf(certificate(`URI:${identityUri('user-portal')}`))?.instance).toBeUndefined();
  });

  it.each([
    ['nothing', ''],
    ['another kind of name', 'DNS:spiffe://countersign/sa/auth-server'],
    ['a longer path', 'URI:spiffe://countersign/sa/auth-server/x'],
    ['capital letters', 'URI:spiffe://countersign/sa/Auth-Server'],
    ['a quoted name', 'DNS:"a, URI:spiffe://countersign/sa/auth-server"'],
    ['two URIs', 'URI:spiffe://countersign/sa/auth-server, URI:https://elsewhere.example'],
    ['the reserved name', 'URI:spiffe://countersign/sa/anonymous'],
  ])('takes nobody for %s', (_kind, names) => {
    expect(callerOf(certificate(names))).toBeUndefined();
  });

  it('takes nobody for no certificate', () => {
    expect(callerOf(undefined)).toBeUndefined();
  });
});
