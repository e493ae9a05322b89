import { DomainError } from '@countersign/errors';
import type { SettingsRepository } from './ports/settings-repository.ts';
import { type ShownSetting, shownSettings } from './shown-setting.ts';

/** Shows company settings. */
export class GetSettings {
  readonly #settings: Pick<SettingsRepository, 'read'>;

  constructor(settings: Pick<SettingsRepository, 'read'>) {
    this.#settings = settings;
  }

  /**
   * @param key undefined: all
   * @throws DomainError `not_found` when there is no such setting
   */
  async execute(key: string | undefined): Promise<readonly ShownSetting[]> {
    const all = shownSettings(await this.#settings.read());
    if (key === undefined) return all;
    const found = all.filter((each) => each.key === key);
    if (found.length > 0) return found;
    throw new DomainError('not_found', 'There is no such setting; `countersign settings get` lists all of them.', {
      field: 'key',
    });
  }
}
