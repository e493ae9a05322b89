import { companySettings, parseSetting, valueOrThrow } from '@countersign/domain';
import { DomainError } from '@countersign/errors';
import type { CommandContext } from '../../../platform/command-context.ts';
import type { UnitOfWork } from '../../../platform/database.ts';
import type { ChangeAnnouncer } from '../../administration/index.ts';
import type { SettingsRepository } from './ports/settings-repository.ts';
import { type ShownSetting, shownSettings } from './shown-setting.ts';

/** What {@link SetSetting} works with. */
export interface SetSettingDependencies {
  readonly unitOfWork: UnitOfWork;
  readonly settings: SettingsRepository;
  readonly announcer: ChangeAnnouncer;
}

/** Changes a company setting for every server. */
export class SetSetting {
  readonly #with: SetSettingDependencies;

  constructor(dependencies: SetSettingDependencies) {
    this.#with = dependencies;
  }

  /**
   * @param value undefined: back to the default
   * @throws DomainError `invalid_request` for an unknown key, a value out of bounds, or one that contradicts another setting
   */
  async execute(key: string, value: unknown, context: CommandContext): Promise<ShownSetting> {
    const { unitOfWork, settings, announcer } = this.#with;
    const shown = await unitOfWork.run(context, async (tx) => {
      const before = await settings.lock(tx);
      const checked = value === undefined ? undefined : valueOrThrow(parseSetting(key, value));
      const after = new Map(before);
      if (checked === undefined) after.delete(key);
      else after.set(key, checked);
      const found = shownSettings(after).find((each) => each.key === key);
      // An unknown key without a value has not been refused yet.
      if (found === undefined) throw unknownSetting();
      // What is each in bounds may still contradict: a shortest PIN longer than the longest.
      companySettings(after);
      await settings.set(tx, key, checked, context.now);
      tx.journal({
        action: 'setting_changed',
        details: { key, value: JSON.stringify(found.value), isDefault: found.isDefault },
      });
      return found;
    });
    await announcer.announce('settings');
    return shown;
  }
}

function unknownSetting(): DomainError {
  return new DomainError('invalid_request', 'There is no such setting; `countersign settings get` lists all of them.', {
    field: 'key',
  });
}
