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
import { CompanySettingsSnapshot } from '../../application/company-settings-snapshot.ts';
import { GetSettings } from '../../application/get-settings.use-case.ts';
import { SetSetting } from '../../application/set-setting.use-case.ts';
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
    const set = new SetSetting({ unitOfWork: stack.unitOfWork, settings, announcer });
    service = new SettingsAdministrationGrpc(new GetSettings(settings), set, stack.contexts).handlers();
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

  it('knows no setting of another name', async () => {
    await expect(get('nothing')).rejects.toMatchObject({ code: 'not_found', field: 'key' });
  });
});
