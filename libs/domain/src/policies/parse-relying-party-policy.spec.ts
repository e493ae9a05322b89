import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseRelyingPartyPolicy, relyingPartyPolicy } from './parse-relying-party-policy.ts';
import { defaultRelyingPartyPolicy, type RelyingPartyPolicy } from './relying-party-policy.ts';

function fieldsOf(untrusted: unknown): readonly string[] {
  const parsed = parseRelyingPartyPolicy(untrusted);
  return parsed.kind === 'invalid' ? parsed.problems.map((problem) => problem.field) : [];
}

describe('the policy of a relying party', () => {
  it('has the safe defaults where nothing is said', () => {
    expect(relyingPartyPolicy({})).toEqual(defaultRelyingPartyPolicy);
    expect(relyingPartyPolicy({ requireUserMatch: null })).toEqual(defaultRelyingPartyPolicy);
    expect(defaultRelyingPartyPolicy.requireUserMatch).toBe(true);
  });

  it('is read back as it was written', () => {
    const policy: RelyingPartyPolicy = {
      passwordSource: 'none',
      codeEntry: 'code_only',
      requireUserMatch: false,
      allowedMethods: ['hotp', 'recovery_code'],
      allowOathFallback: false,
      trustedNetworks: ['192.0.2.0/24', '2001:db8::/32', '198.51.100.7/32'],
      rememberSeconds: 3600,
      rememberScope: 'user',
      maxChallengeRounds: 3,
      language: 'fr',
      replyAttributes: ['Class=OU=Staff', 'Framed-IP-Address=192.0.2.1', 'Tunnel-Private-Group-Id:1=42'],
      groupReplyAttributes: [{ group: 'admins', replyAttributes: ['Filter-Id=full'] }],
    };
    expect(relyingPartyPolicy(JSON.parse(JSON.stringify(policy)))).toEqual(policy);
  });

  it.each([
    ['passwordSource', 'ldap'],
    ['codeEntry', 'append'],
    ['requireUserMatch', 'false'],
    ['requireUserMatch', 0],
    ['allowedMethods', ['fax']],
    ['allowedMethods', []],
    ['allowedMethods', ['totp', 'totp']],
    ['allowedMethods', 'totp'],
    ['trustedNetworks', ['0.0.0.0/0']],
    ['trustedNetworks', ['::/0']],
    ['trustedNetworks', ['::ffff:0:0/96']],
    ['trustedNetworks', ['office']],
    ['trustedNetworks', new Array(257).fill('192.0.2.1')],
    ['rememberSeconds', -1],
    ['rememberSeconds', 1e9],
    ['maxChallengeRounds', 0],
    ['language', 'de'],
    ['replyAttributes', ['Class']],
    ['replyAttributes', ['Class=a\r\nFilter-Id=b']],
    ['replyAttributes', ['=x']],
    ['groupReplyAttributes', [{ replyAttributes: [] }]],
    ['groupReplyAttributes', [{ group: 'a' }, { group: 'a' }]],
    ['groupReplyAttributes', [{ group: 'a\0' }]],
    ['groupReplyAttributes', [{ group: 'a', attributes: [] }]],
    ['requireUserMatc', false],
    ['__proto__', { requireUserMatch: false }],
  ])('refuses %s = %j', (name, value) => {
    const fields = fieldsOf(JSON.parse(`{${JSON.stringify(name)}:${JSON.stringify(value)}}`));
    expect(fields).toHaveLength(1);
    expect(fields[0]?.startsWith(name)).toBe(true);
  });

  it.each([null, undefined, [], 'policy', 7])('is not %j', (untrusted) => {
    expect(parseRelyingPartyPolicy(untrusted).kind).toBe('invalid');
  });

  it('names every problem at once', () => {
    const wrong = { passwordSource: 'x', maxChallengeRounds: -1, trustedNetworks: ['192.0.2.9/24', 'y'], extra: 1 };
    expect(fieldsOf(wrong)).toEqual([
      'extra',
      'passwordSource',
      'trustedNetworks[0]',
      'trustedNetworks[1]',
      'maxChallengeRounds',
    ]);
    expect(() => relyingPartyPolicy(wrong)).toThrow('write 192.0.2.0/24');
  });

  it('does not look for a code where there is none', () => {
    expect(fieldsOf({ passwordSource: 'local', codeEntry: 'code_only' })).toEqual(['codeEntry']);
    expect(fieldsOf({ passwordSource: 'none', codeEntry: 'concatenated' })).toEqual(['codeEntry']);
    expect(fieldsOf({ passwordSource: 'none', codeEntry: 'challenge' })).toEqual([]);
  });

  it('answers anything at all with a policy or with problems, never with an exception', () => {
    const names = fc.constantFrom(...Object.keys(defaultRelyingPartyPolicy), 'other');
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.dictionary(names, fc.jsonValue())), (untrusted) => {
        const parsed = parseRelyingPartyPolicy(untrusted);
        if (parsed.kind === 'invalid') expect(parsed.problems.length).toBeGreaterThan(0);
        else expect(parseRelyingPartyPolicy(parsed.value)).toEqual(parsed);
      }),
      { numRuns: 1000 },
    );
  });
});
