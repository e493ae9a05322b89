import { describe, expect, it } from '@jest/globals';
import { SecretBytes } from '@countersign/errors';
import { rfcSeed } from '../one-time-passwords/__fixtures__/oath-devices.ts';
import { authenticatorFromParts, type AuthenticatorParts } from './authenticator-from-parts.ts';

const seed = new SecretBytes(rfcSeed(20));
const totp: AuthenticatorParts = { id: 'a', kind: 'totp', state: 'active', seed, parameters: {} };

function fieldsOf(parts: AuthenticatorParts): readonly string[] {
  const parsed = authenticatorFromParts(parts);
  return parsed.kind === 'invalid' ? parsed.problems.map((problem) => problem.field) : [];
}

describe('an authenticator from a store', () => {
  it('that is time-based has what every app can do unless it says otherwise', () => {
    const base = { id: 'a', kind: 'totp', state: 'active', seed };
    expect(authenticatorFromParts(totp)).toEqual({
      kind: 'valid',
      value: { ...base, algorithm: 'SHA1', digits: 6, periodSeconds: 30, driftSteps: 0, lastAcceptedTimeStep: -1 },
    });
    const parameters = { algorithm: 'SHA512', digits: 8, periodSeconds: 60 };
    expect(authenticatorFromParts({ ...totp, parameters, driftSteps: -3, lastAccepted: 99 })).toEqual({
      kind: 'valid',
      value: { ...base, ...parameters, driftSteps: -3, lastAcceptedTimeStep: 99 },
    });
  });

  it('that is event-based has a counter and no clock', () => {
    const parts = { ...totp, kind: 'hotp', parameters: { algorithm: 'SHA256', digits: 8 }, lastAccepted: 7 };
    expect(authenticatorFromParts(parts)).toEqual({
      kind: 'valid',
      value: { id: 'a', kind: 'hotp', state: 'active', seed, algorithm: 'SHA256', digits: 8, lastAcceptedCounter: 7 },
    });
    expect(fieldsOf({ ...totp, kind: 'hotp', parameters: { periodSeconds: 30 } })).toEqual([
      'parameters.periodSeconds',
    ]);
  });

  it('that is a phone has a number with its country', () => {
    const parts = {
      id: 'p',
      kind: 'phone',
      state: 'suspended',
      parameters: { number: '+41791234567', extension: '12' },
    };
    expect(authenticatorFromParts(parts)).toEqual({
      kind: 'valid',
      value: { id: 'p', kind: 'phone', state: 'suspended', phone: { number: '+41791234567', extension: '12' } },
    });
    for (const number of ['', '0791234567', '+41', 41]) {
      expect(fieldsOf({ ...parts, parameters: { number } })).toEqual(['parameters.number']);
    }
  });

  it('that is a set of recovery codes has the codes that are left', () => {
    const codes = [{ id: 'c', hash: Buffer.alloc(32) }];
    const parts = { id: 'r', kind: 'recovery_codes', state: 'active', parameters: {} };
    expect(authenticatorFromParts({ ...parts, codes })).toEqual({
      kind: 'valid',
      value: { id: 'r', kind: 'recovery_codes', state: 'active', codes },
    });
  });

  it.each<[string, Partial<AuthenticatorParts>, readonly string[]]>([
    ['another kind', { kind: 'carrier pigeon' }, ['kind']],
    ['another kind and state', { kind: 'toString', state: '' }, ['kind', 'state']],
    ['no seed', { seed: undefined }, ['seed']],
    ['a seed of 80 bits', { seed: new SecretBytes(Buffer.alloc(10, 1)) }, ['seed']],
    ['a seed of 129 octets', { seed: new SecretBytes(Buffer.alloc(129, 1)) }, ['seed']],
    ['seven digits', { parameters: { digits: 7 } }, ['parameters.digits']],
    ['digits as text', { parameters: { digits: '6' } }, ['parameters.digits']],
    ['a period of 45 s', { parameters: { periodSeconds: 45 } }, ['parameters.periodSeconds']],
    ['MD5', { parameters: { algorithm: 'MD5' } }, ['parameters.algorithm']],
    ['an unknown parameter', { parameters: { period: 30 } }, ['parameters.period']],
    ['parameters that are a list', { parameters: [] }, ['parameters']],
    ['half a step of drift', { driftSteps: 0.5 }, ['driftSteps']],
    ['a step that is not a safe integer', { lastAccepted: 2 ** 53 }, ['lastAccepted']],
    ['a step below -1', { lastAccepted: -2 }, ['lastAccepted']],
    [
      'everything wrong',
      { seed: undefined, parameters: 1, driftSteps: 1e9, lastAccepted: Number.NaN },
      ['seed', 'parameters', 'driftSteps', 'lastAccepted'],
    ],
  ])('with %s is refused', (_, parts, fields) => {
    expect(fieldsOf({ ...totp, ...parts })).toEqual(fields);
  });

  it('does not take a count that came out of the database as text', () => {
    const parts = { ...totp, lastAccepted: '10' as unknown as number };
    expect(fieldsOf(parts)).toEqual(['lastAccepted']);
  });

  it('never shows its seed in a problem', () => {
    const short = new SecretBytes(Buffer.from('hunter2'));
    expect(JSON.stringify(authenticatorFromParts({ ...totp, seed: short }))).not.toMatch(/hunter2|68756e/);
  });
});
