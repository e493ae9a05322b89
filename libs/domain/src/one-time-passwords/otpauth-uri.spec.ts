import { describe, expect, it } from '@jest/globals';
import { SecretBytes } from '@countersign/errors';
import { otpauthUri } from './otpauth-uri.ts';

const seed = new SecretBytes(Buffer.from('Hello!\xde\xad\xbe\xef', 'latin1'));

describe('the URI that an authenticator app reads', () => {
  it('names a time-based device completely', () => {
    const uri = otpauthUri({
      kind: 'totp',
      issuer: 'Example Ltd',
      accountName: 'CONTOSO\\alice & bob',
      seed,
      algorithm: 'SHA256',
      digits: 8,
      periodSeconds: 60,
    });
    expect(uri).toBe(
      'otpauth://totp/Example%20Ltd:CONTOSO%5Calice%20%26%20bob?secret=JBSWY3DPEHPK3PXP&issuer=Example%20Ltd&algorithm=SHA256&digits=8&period=60',
    );
  });

  it('names the next counter of an event-based device', () => {
    const uri = new URL(
      otpauthUri({
        kind: 'hotp',
        issuer: 'Société',
        accountName: 'éa',
        seed,
        algorithm: 'SHA1',
        digits: 6,
        nextCounter: 7,
      }),
    );
    expect(uri.host).toBe('hotp');
    expect(uri.searchParams.get('counter')).toBe('7');
    expect(uri.searchParams.get('issuer')).toBe('Société');
    expect(uri.searchParams.has('period')).toBe(false);
  });

  it('stays one URI when a name holds a colon, a question mark or half a character', () => {
    const uri = otpauthUri({
      kind: 'totp',
      issuer: 'A:B',
      accountName: 'x?secret=AAAA#:\ud800',
      seed,
      algorithm: 'SHA1',
      digits: 6,
      periodSeconds: 30,
    });
    expect(uri.split(':')).toHaveLength(3);
    expect(new URL(uri).searchParams.getAll('secret')).toEqual(['JBSWY3DPEHPK3PXP']);
    expect(uri).toContain('%EF%BF%BD');
  });
});
