import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@countersign/errors';
import { companySettings, defaultCompanySettings } from './company-settings.ts';
import { companySettingsCatalogue, isSettingKey, parseSetting } from './company-settings-catalogue.ts';

function refusalOf(read: () => unknown): DomainError | undefined {
  try {
    read();
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  return undefined;
}

describe('the company settings', () => {
  it('of a new installation limit attempts and give codes the life that they had in the original', () => {
    expect(defaultCompanySettings).toMatchObject({
      lockout: { denials: 5, resetMinutes: 15, unlockMinutes: 15 },
      passwordThrottle: { denials: 4, resetMinutes: 15, unlockMinutes: 15 },
      oneTimePasswordLifetimeSeconds: 300,
      challengeLifetimeSeconds: 120,
      attemptsPerChallenge: 5,
      oneTimeBypassSeconds: 300,
      blockDays: 90,
      pinRules: { minimumLength: 4, maximumLength: 16, expiryDays: 0, historyDepth: 5 },
      textMessageLimits: { perNumberPerHour: 5, perUserPerHour: 10, allowedCallingCodes: [] },
      totpWindowSteps: 1,
      hotpLookAhead: 10,
      userNameDomains: [],
    });
  });

  it('are those that are stored, each in its place', () => {
    const changed = new Map<string, unknown>(
      companySettingsCatalogue.map(({ key, defaultValue }) => [key, changedValue(key, defaultValue)]),
    );
    const leaves = (value: unknown): unknown[] =>
      typeof value === 'object' && value !== null && !Array.isArray(value) && !('subject' in value)
        ? Object.values(value).flatMap(leaves)
        : [JSON.stringify(value)];
    const before = leaves(defaultCompanySettings);
    const after = leaves(companySettings(changed));
    expect(after).toHaveLength(companySettingsCatalogue.length);
    expect(after.filter((value, index) => value === before[index])).toEqual([]);
    const stored = [...changed.values()].map((value) => JSON.stringify(value));
    expect([...after].sort()).toEqual([...stored].sort());
  });

  it('are refused with the key when a stored value is not valid, instead of falling back to a looser default', () => {
    const refusal = refusalOf(() => companySettings(new Map<string, unknown>([['lockout.denials', '5']])));
    expect(refusal).toMatchObject({ code: 'invalid_request', field: 'lockout.denials' });
    expect(refusal?.message).toBe('lockout.denials must be a whole number from 1 to 100, not "5".');
  });

  it('are refused when the shortest PIN is longer than the longest', () => {
    const stored = new Map([
      ['pin_rules.minimum_length', 8],
      ['pin_rules.maximum_length', 6],
    ]);
    expect(refusalOf(() => companySettings(stored))?.field).toBe('pin_rules.minimum_length');
  });

  it('ignore a key that a later release wrote', () => {
    expect(companySettings(new Map([['tomorrow', 1]]))).toEqual(defaultCompanySettings);
  });
});

function changedValue(key: string, value: unknown): unknown {
  const others: Readonly<Record<string, unknown>> = {
    language: 'fr',
    'totp.window_steps': 0,
    'pin_rules.maximum_length': 12,
    'text_message.on_delivery_failure': 'reject',
    'text_message.allowed_calling_codes': ['+41', '+1242'],
    'user_names.domains': ['contoso', 'contoso.example'],
    'company.time_zone': 'Europe/Zurich',
    'portal.organisation': 'Contoso',
    'portal.url': 'https://mfa.contoso.example',
    'portal.help_contact': 'extension 1234',
    'portal.methods': ['totp'],
    'sessions.password_source': 'directory',
    'portal.questions_offered': ['first_job'],
    'portal.questions_own': ['badge|Which badge?|Quel badge ?'],
    'methods.allowed': ['totp'],
    trusted_networks: ['192.0.2.0/24'],
    'mail_server.host': 'mail.contoso.example',
    'mail_server.user': 'mfa',
    'mail_server.security': 'tls',
    'mail_server.from': 'mfa@contoso.example',
  };
  if (key in others) return others[key];
  if (key.startsWith('mail.template.')) return { subject: key, text: `${key} <$pin$> <$portal_url$>` };
  if (key.startsWith('prompt.')) return key;
  if (typeof value === 'number') return value + 1;
  return typeof value === 'boolean' ? !value : `${String(value)} ${key}`;
}

describe('a setting', () => {
  it.each(companySettingsCatalogue.map((setting) => [setting.key, setting] as const))(
    '%s accepts its default and is described in both languages',
    (key, { defaultValue, description }) => {
      expect(parseSetting(key, defaultValue)).toEqual({ kind: 'valid', value: defaultValue });
      expect(key).toMatch(/^[a-z_]+(\.[a-z_]+)*$/);
      expect(description.en.length).toBeGreaterThan(10);
      expect(description.fr).not.toBe(description.en);
    },
  );

  it.each([
    ['lockout.denials', 0],
    ['lockout.denials', -1],
    ['lockout.denials', 101],
    ['lockout.denials', 1.5],
    ['lockout.denials', Number.NaN],
    ['lockout.denials', true],
    ['lockout.denials', null],
    ['one_time_password.lifetime_seconds', 601],
    ['totp.window_steps', 2],
    ['language', 'de'],
    ['language', 'toString'],
    ['journal.fields.mail', 'true'],
    ['user_names.domains', 'CONTOSO'],
    ['user_names.domains', ['CONTOSO\\']],
    ['user_names.domains', ['@contoso']],
    ['user_names.domains', ['']],
    ['user_names.domains', ['con\0toso']],
    ['text_message.allowed_calling_codes', ['41']],
    ['text_message.allowed_calling_codes', ['+0']],
    ['text_message.allowed_calling_codes', [41]],
    ['text_message.template.en', 'no code'],
    ['text_message.template.en', '<$otp$>\0'],
  ])('%s is not %j, and says so', (key, value) => {
    const parsed = parseSetting(key, value);
    expect(parsed.kind).toBe('invalid');
    if (parsed.kind === 'invalid') {
      expect(parsed.problems[0]?.field.startsWith(key)).toBe(true);
      expect(parsed.problems[0]?.message).toMatch(/^[a-z_.[\]0-9]+ .*\.$/);
    }
  });

  it('holds domains in the form in which names are compared', () => {
    expect(parseSetting('user_names.domains', ['CONTOSO', ' Contoso.Example '])).toEqual({
      kind: 'valid',
      value: ['contoso', 'contoso.example'],
    });
  });

  it('names every problem of a list', () => {
    const parsed = parseSetting('text_message.allowed_calling_codes', ['+41', '41', '+33', 'x']);
    expect(parsed.kind === 'invalid' ? parsed.problems.map((problem) => problem.field) : []).toEqual([
      'text_message.allowed_calling_codes[1]',
      'text_message.allowed_calling_codes[3]',
    ]);
  });

  it.each(['', 'lockout', 'constructor', '__proto__', 'LOCKOUT.DENIALS', 'x'.repeat(1e6), '\0\ud800'])(
    'that is called %# does not exist',
    (key) => {
      const parsed = parseSetting(key, 1);
      expect(isSettingKey(key)).toBe(false);
      expect(parsed.kind === 'invalid' ? parsed.problems[0]?.message : '').toMatch(
        /^There is no setting "[ -~]{0,80}"/,
      );
    },
  );
});
