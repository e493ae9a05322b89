import { settingsV1 } from '@countersign/contracts';
import { DomainError } from '@countersign/errors';
import type { ServiceImplementation } from '@countersign/rpc';
import { z } from 'zod';
import {
  type CommandContexts,
  multilineText,
  parseMessage,
  requiredText,
  text,
} from '../../../administration/index.ts';
import type { GetSettings } from '../../application/get-settings.use-case.ts';
import type { SetSetting } from '../../application/set-setting.use-case.ts';
import type { ShownSetting } from '../../application/shown-setting.ts';

const MAX_VALUE = 65_536;
const getSchema = z.object({ key: text({ max: 100 }) });
const setSchema = z.object({ key: requiredText(100), value: multilineText(MAX_VALUE) });

/** `SettingsAdministrationService` on the wire. */
export class SettingsAdministrationGrpc {
  readonly #getSettings: GetSettings;
  readonly #setSetting: SetSetting;
  readonly #contexts: CommandContexts;

  constructor(getSettings: GetSettings, setSetting: SetSetting, contexts: CommandContexts) {
    this.#getSettings = getSettings;
    this.#setSetting = setSetting;
    this.#contexts = contexts;
  }

  /** The implementation to be registered with the server. */
  handlers(): ServiceImplementation<typeof settingsV1.SettingsAdministrationServiceDefinition> {
    return {
      getSettings: async (request) => {
        const { key } = parseMessage(getSchema, request);
        const settings = await this.#getSettings.execute(key === '' ? undefined : key);
        return { settings: settings.map(toWireSetting) };
      },
      setSetting: async (request, call) => {
        const { key, value } = parseMessage(setSchema, request);
        const context = this.#contexts.of(call, settingsV1.SetSettingRequest, request);
        return { setting: toWireSetting(await this.#setSetting.execute(key, readJson(value), context)) };
      },
    };
  }
}

function readJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new DomainError('invalid_request', 'The field value must be JSON, such as 5, true, "fr" or ["+41"].', {
      field: 'value',
      cause,
    });
  }
}

function toWireSetting({ key, value, defaultValue, description, isDefault }: ShownSetting): settingsV1.Setting {
  return { key, value: JSON.stringify(value), defaultValue: JSON.stringify(defaultValue), description, isDefault };
}
