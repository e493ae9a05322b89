import { DomainError } from '@countersign/errors';
import type { CommandContext } from '../../../platform/command-context.ts';
import type { ChangeSettings } from './change-settings.use-case.ts';
import type { GetSettings } from './get-settings.use-case.ts';
import type { ShownSetting } from './shown-setting.ts';

/** Changes one company setting, for the command line. */
export class SetSetting {
  readonly #changeSettings: ChangeSettings;
  readonly #getSettings: GetSettings;

  constructor(changeSettings: ChangeSettings, getSettings: GetSettings) {
    this.#changeSettings = changeSettings;
    this.#getSettings = getSettings;
  }

  /**
   * @param value undefined: back to the default
   * @throws DomainError `invalid_request` for an unknown key, a value out of bounds, or one that contradicts another setting
   */
  async execute(key: string, value: unknown, context: CommandContext): Promise<ShownSetting> {
    const [changed] = await this.#changeSettings.execute([{ key, value }], '', context);
    // Nothing changed where it was so already.
    const [shown] = changed === undefined ? await this.#getSettings.execute(key) : [changed];
    if (shown === undefined) throw new DomainError('not_found', 'There is no such setting.', { field: 'key' });
    return shown;
  }
}
