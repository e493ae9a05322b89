import { settingsV1 } from '@countersign/contracts';
import { DomainError } from '@countersign/errors';
import type { ServiceImplementation } from '@countersign/rpc';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type AdministrationStack,
  anAdministrationStack,
  ask,
  contentsOf,
  journaled,
} from '../../../../__fixtures__/administration-stack.ts';
import { ChangeSettings } from '../../application/change-settings.use-case.ts';
import { DescribeSettings } from '../../application/describe-settings.use-case.ts';
import type { AuthorizedCall } from '../../../../platform/principal.ts';
import { CompanySettingsSnapshot } from '../../application/company-settings-snapshot.ts';
import { GetSettings } from '../../application/get-settings.use-case.ts';
import { SetSetting } from '../../application/set-setting.use-case.ts';
import { PostgresEditorFactors } from '../../outbound/postgres/postgres-editor-factors.ts';
import { PostgresSettingsHistory } from '../../outbound/postgres/postgres-settings-history.ts';
import { PostgresSettingsRepository } from '../../outbound/postgres/postgres-settings-repository.ts';
import { SettingsAdministrationGrpc } from './settings-administration.grpc.ts';

describe('SettingsAdministrationService', () => {
  let stack: AdministrationStack;
  let snapshot: CompanySettingsSnapshot;
  let problems: string[];
  let isAway: boolean;
  let service: ServiceImplementation<typeof settingsV1.SettingsAdministrationServiceDefinition>;

  beforeAll(async () => {
    stack = await anAdministrationStack();
  });
  afterAll(async () => await stack.close());
  beforeEach(async () => {
    await stack.reset();
    problems = [];
    isAway = false;
    const settings = new PostgresSettingsRepository(stack.router);
    const readNearest = async () => {
      if (isAway) throw new DomainError('unavailable', 'no copy can be read');
      return await settings.readNearest();
    };
    snapshot = new CompanySettingsSnapshot({
      settings: { readNearest },
      onProblem: (problem) => problems.push(problem),
    });
    const announcer = { announce: async () => await snapshot.refresh() };
    const history = new PostgresSettingsHistory(stack.router);
    let made = 0;
    const changeSettings = new ChangeSettings({
      ...{ unitOfWork: stack.unitOfWork, settings, announcer, history, editors: new PostgresEditorFactors() },
      hasDirectory: false,
      newId: () => `0192f0c4-0000-7000-8000-${String((made += 1)).padStart(12, '0')}`,
    });
    const getSettings = new GetSettings(settings);
    service = new SettingsAdministrationGrpc({
      ...{ getSettings, changeSettings, history, contexts: stack.contexts },
      setSetting: new SetSetting(changeSettings, getSettings),
      describeSettings: new DescribeSettings(settings),
    }).handlers();
  });

  const set = async (key: string, value: string) =>
    (await ask(service.setSetting, settingsV1.SetSettingRequest, { key, value })).setting;
  const get = async (key = '') => (await ask(service.getSettings, settingsV1.GetSettingsRequest, { key })).settings;

  it('shows every setting with its default and meaning', async () => {
    const settings = await get();
    expect(settings.find(({ key }) => key === 'lockout.denials')).toEqual({
      key: 'lockout.denials',
      value: '5',
      defaultValue: '5',
      description: expect.stringContaining('lock'),
      isDefault: true,
    });
  });

  it('takes a value into force, and takes it back', async () => {
    expect(await set('lockout.denials', '7')).toMatchObject({ value: '7', isDefault: false });
    expect(snapshot.current().lockout.denials).toBe(7);
    expect(await set('lockout.denials', '')).toMatchObject({ value: '5', isDefault: true });
    expect(snapshot.current().lockout.denials).toBe(5);
    expect((await journaled(stack.database)).map(({ action }) => action)).toEqual([
      'setting_changed',
      'setting_changed',
    ]);
  });

  it('keeps the last settings in force while no copy can be read', async () => {
    await set('lockout.denials', '7');
    isAway = true;
    await snapshot.refresh();
    expect(snapshot.current().lockout.denials).toBe(7);
    expect(problems).toHaveLength(1);
  });

  it('refuses settings that contradict each other, each within its bounds', async () => {
    await set('pin_rules.maximum_length', '6');
    await expect(set('pin_rules.minimum_length', '8')).rejects.toMatchObject({ code: 'invalid_request' });
  });

  it.each([
    ['an unknown key', 'lockout.colour', '1', 'key'],
    ['an unknown key back to its default', 'lockout.colour', '', 'key'],
    ['no JSON', 'lockout.denials', 'seven', 'value'],
    ['a negative count', 'lockout.denials', '-1', 'lockout.denials'],
    ['a fraction', 'lockout.denials', '1.5', 'lockout.denials'],
    ['another type', 'lockout.denials', '"5"', 'lockout.denials'],
    ['a template without the code', 'text_message.template.en', '"Hello"', 'text_message.template.en'],
    ['a NUL', 'text_message.template.en', '"<$otp$>\u0000"', 'value'],
    ['no key', '', '1', 'key'],
  ])('refuses %s, names the field and changes nothing', async (_what, key, value, field) => {
    const before = await contentsOf(stack.database);
    await expect(set(key, value)).rejects.toMatchObject({ code: 'invalid_request', field });
    expect(await contentsOf(stack.database)).toEqual(before);
  });

  it('changes several at once or none, keeps what was, and brings it back', async () => {
    const change = (values: Record<string, string>, reason = '') =>
      ask(service.changeSettings, settingsV1.ChangeSettingsRequest, {
        settings: Object.entries(values).map(([key, value]) => ({ key, value, expected: '' })),
        reason,
      });
    await change({ 'lockout.denials': '7', 'block.days': '30' }, 'audit');
    await expect(change({ 'lockout.denials': '8', 'block.days': '0' })).rejects.toMatchObject({ field: 'block.days' });
    await change({ 'lockout.denials': '9' });
    const list = () =>
      ask(service.listSettingVersions, settingsV1.ListSettingVersionsRequest, { limit: 10, cursor: '' });
    const [latest, first] = (await list()).versions;
    expect(latest?.changes).toEqual([{ key: 'lockout.denials', before: '7', after: '9' }]);
    expect(first).toMatchObject({
      reason: 'audit',
      changes: expect.arrayContaining([expect.objectContaining({ key: 'block.days' })]),
    });
    await ask(service.restoreSettings, settingsV1.RestoreSettingsRequest, { id: latest?.id ?? '', reason: '' });
    expect(snapshot.current()).toMatchObject({ lockout: { denials: 7 }, blockDays: 30 });
    await ask(service.restoreSettings, settingsV1.RestoreSettingsRequest, { id: first?.id ?? '', reason: '' });
    expect(snapshot.current()).toMatchObject({ lockout: { denials: 5 }, blockDays: 90 });
    expect((await list()).versions).toHaveLength(4);
  });

  it('refuses what was decided on an old sight of the setting', async () => {
    const change = (expected: string, value: string) =>
      ask(service.changeSettings, settingsV1.ChangeSettingsRequest, {
        settings: [{ key: 'lockout.denials', value, expected }],
        reason: '',
      });
    await change('5', '6');
    await expect(change('5', '7')).rejects.toMatchObject({ code: 'version_conflict', field: 'lockout.denials' });
  });

  it('tells what a change would lead to in both languages, and changes nothing', async () => {
    const before = await contentsOf(stack.database);
    const preview = (value: string, key = 'lockout.denials') =>
      ask(service.previewSettings, settingsV1.PreviewSettingsRequest, { settings: [{ key, value, expected: '' }] });
    const { effects, problem } = await preview('3');
    expect(problem).toBe('');
    expect(effects.find(({ cardId }) => cardId === 'lockout')?.effect).toEqual({
      en: 'After 3 denials within 15 min the account is locked for 15 min.',
      fr: 'Après 3 refus en 15 min, le compte est verrouillé pendant 15 min.',
    });
    expect(await preview('["0.0.0.0/0"]', 'trusted_networks')).toMatchObject({ problemField: 'trusted_networks' });
    expect(await contentsOf(stack.database)).toEqual(before);
  });

  it('shows every setting on one card, with the field that fits', async () => {
    const { cards } = await ask(service.listSettingCards, settingsV1.ListSettingCardsRequest, { screen: '' });
    const shown = cards.flatMap(({ settings }) => settings);
    expect(shown.map(({ key }) => key).sort()).toEqual((await get()).map(({ key }) => key).sort());
    const shape = JSON.parse(shown.find(({ key }) => key === 'lockout.denials')?.shape ?? '');
    expect(shape).toEqual({ kind: 'whole_number', minimum: 1, maximum: 100 });
  });

  it('lets nobody change the check of passwords to a directory that is not there', async () => {
    await expect(set('sessions.password_source', '"directory"')).rejects.toMatchObject({ code: 'not_allowed' });
  });

  it('keeps an administrator from forbidding the only method they have', async () => {
    const userId = '0192f0c4-0000-7000-8000-0000000000aa';
    await stack.database.query(`INSERT INTO users (id, user_name) VALUES ('${userId}', 'editor')`);
    await stack.database.query(
      `INSERT INTO authenticators (id, user_id, kind) VALUES ('0192f0c4-0000-7000-8000-0000000000ab', '${userId}', 'totp')`,
    );
    const change = (methods: readonly string[]) =>
      ask(
        service.changeSettings,
        settingsV1.ChangeSettingsRequest,
        { settings: [{ key: 'methods.allowed', value: JSON.stringify(methods), expected: '' }], reason: '' },
        {
          principal: {
            surface: 'console',
            sessionKey: '',
            userId,
            userName: 'editor',
            level: 'full',
            provedAt: 0,
            provedById: '',
          },
        } as Partial<AuthorizedCall>,
      );
    await expect(change(['passkey', 'recovery_code'])).rejects.toMatchObject({ code: 'not_allowed' });
    await change(['totp', 'passkey']);
    expect(snapshot.current().allowedMethods).toEqual(['totp', 'passkey']);
  });

  it('knows no setting of another name', async () => {
    await expect(get('nothing')).rejects.toMatchObject({ code: 'not_found', field: 'key' });
  });
});
