import { describe, expect, it } from '@jest/globals';
import { bodyOf, newValues } from './client-values.ts';

describe('bodyOf', () => {
  it('asks for the safe policy of a new client', () => {
    expect(bodyOf(newValues({ name: 'VPN', network: '192.0.2.10' }))).toMatchObject({
      ...{ name: 'VPN', network: '192.0.2.10', nasDeadlineSeconds: 60 },
      ...{ requireMessageAuthenticator: true, allowUnsignedProxyState: false },
      policy: { requireUserMatch: true, allowedMethods: ['totp', 'hotp', 'text_message', 'recovery_code'] },
    });
  });

  it('keeps of a policy what the form does not show, and reads lists line by line', () => {
    const values = {
      ...newValues({ name: 'VPN', network: '192.0.2.10' }),
      replyAttributes: ' Filter-Id=a \n\nClass=b',
    };
    const before = bodyOf(values).policy;
    const kept = { ...before, rememberSeconds: 600, maxChallengeRounds: 3, language: 'fr' };
    expect(bodyOf({ ...values, hotp: false }, kept).policy).toMatchObject({
      ...{ rememberSeconds: 600, maxChallengeRounds: 3, language: 'fr' },
      replyAttributes: ['Filter-Id=a', 'Class=b'],
      allowedMethods: ['totp', 'text_message', 'recovery_code'],
    });
  });
});
