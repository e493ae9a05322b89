import { settingsV1 } from '@countersign/contracts';
import { SETTINGS_CARDS } from '@countersign/domain';
import { DomainError } from '@countersign/errors';
import type { ServiceImplementation } from '@countersign/rpc';
import { z } from 'zod';
import {
  type CommandContexts,
  count,
  multilineText,
  parseMessage,
  recordId,
  requiredText,
  text,
} from '../../../administration/index.ts';
import type { ChangeSettings, WantedSetting } from '../../application/change-settings.use-case.ts';
import type { DescribedCard, DescribeSettings } from '../../application/describe-settings.use-case.ts';
import type { GetSettings } from '../../application/get-settings.use-case.ts';
import type { SettingsHistory, SettingsVersion } from '../../application/ports/settings-history.ts';
import type { SetSetting } from '../../application/set-setting.use-case.ts';
import type { ShownSetting } from '../../application/shown-setting.ts';

const MAX_VALUE = 65_536;
const MOST_CHANGES = 200;
const MOST_VERSIONS = 100;
const LONGEST_REASON = 500;

const getSchema = z.object({ key: text({ max: 100 }) });
const setSchema = z.object({ key: requiredText(100), value: multilineText(MAX_VALUE) });
const screenSchema = z.object({ screen: text({ max: 30 }) });
const wantedSchema = z
  .array(z.object({ key: requiredText(100), value: multilineText(MAX_VALUE), expected: multilineText(MAX_VALUE) }))
  .min(1, 'must name a setting')
  .max(MOST_CHANGES, `must have at most ${MOST_CHANGES} entries`);
const previewSchema = z.object({ settings: wantedSchema });
const changeSchema = z.object({ settings: wantedSchema, reason: text({ max: LONGEST_REASON }) });
const versionsSchema = z.object({
  limit: count({ max: MOST_VERSIONS }),
  cursor: z.union([z.literal(''), recordId()]),
});
const restoreSchema = z.object({ id: recordId(), reason: text({ max: LONGEST_REASON }) });

/** What {@link SettingsAdministrationGrpc} needs. */
export interface SettingsAdministrationParts {
  readonly getSettings: GetSettings;
  readonly setSetting: SetSetting;
  readonly changeSettings: ChangeSettings;
  readonly describeSettings: DescribeSettings;
  readonly history: SettingsHistory;
  readonly contexts: CommandContexts;
}

type Handlers = ServiceImplementation<typeof settingsV1.SettingsAdministrationServiceDefinition>;

/** `SettingsAdministrationService` on the wire. */
export class SettingsAdministrationGrpc {
  readonly #parts: SettingsAdministrationParts;

  constructor(parts: SettingsAdministrationParts) {
    this.#parts = parts;
  }

  /** The implementation to be registered with the server. */
  handlers(): Handlers {
    return { ...this.#single(), ...this.#cards(), ...this.#changes() };
  }

  #single(): Pick<Handlers, 'getSettings' | 'setSetting'> {
    const { getSettings, setSetting, contexts } = this.#parts;
    return {
      getSettings: async (request) => {
        const { key } = parseMessage(getSchema, request);
        const settings = await getSettings.execute(key === '' ? undefined : key);
        return { settings: settings.map(toWireSetting) };
      },
      setSetting: async (request, call) => {
        const { key, value } = parseMessage(setSchema, request);
        const context = contexts.of(call, settingsV1.SetSettingRequest, request);
        return { setting: toWireSetting(await setSetting.execute(key, readJson(value), context)) };
      },
    };
  }

  #cards(): Pick<Handlers, 'listSettingCards' | 'previewSettings'> {
    const { describeSettings } = this.#parts;
    return {
      listSettingCards: async (request) => {
        const { screen } = parseMessage(screenSchema, request);
        return { cards: (await describeSettings.cards(screen)).map(toWireCard) };
      },
      previewSettings: async (request) => {
        const { settings } = parseMessage(previewSchema, request);
        const { effects, problem, texts } = await describeSettings.preview(settings.map(toWanted));
        return {
          effects: effects.map(({ id, effect }) => ({ cardId: id, effect })),
          problem: problem?.message ?? '',
          problemField: problem?.field ?? '',
          texts: [...texts],
        };
      },
    };
  }

  #changes(): Pick<Handlers, 'changeSettings' | 'changeMessages' | 'listSettingVersions' | 'restoreSettings'> {
    const { changeSettings, history, contexts } = this.#parts;
    return {
      changeSettings: async (request, call) => {
        const { settings, reason } = parseMessage(changeSchema, request);
        const context = contexts.of(call, settingsV1.ChangeSettingsRequest, request);
        const changed = await changeSettings.execute(settings.map(toWanted), reason, context);
        return { settings: changed.map(toWireSetting) };
      },
      changeMessages: async (request, call) => {
        const { settings, reason } = parseMessage(changeSchema, request);
        refuseOtherThanTexts(settings);
        const context = contexts.of(call, settingsV1.ChangeMessagesRequest, request);
        const changed = await changeSettings.execute(settings.map(toWanted), reason, context);
        return { settings: changed.map(toWireSetting) };
      },
      listSettingVersions: async (request) => {
        const { limit, cursor } = parseMessage(versionsSchema, request);
        const versions = await history.list(limit === 0 ? MOST_VERSIONS : limit, cursor === '' ? undefined : cursor);
        return { versions: versions.map(toWireVersion) };
      },
      restoreSettings: async (request, call) => {
        const { id, reason } = parseMessage(restoreSchema, request);
        const context = contexts.of(call, settingsV1.RestoreSettingsRequest, request);
        return { settings: (await changeSettings.restore(id, reason, context)).map(toWireSetting) };
      },
    };
  }
}

/** Who may word texts may not change what they are about. */
function refuseOtherThanTexts(settings: readonly { readonly key: string }[]): void {
  const texts = new Set<string>(
    SETTINGS_CARDS.filter(({ id }) => id === 'texts' || id === 'mail_texts').flatMap(({ keys }) => keys),
  );
  const other = settings.find(({ key }) => !texts.has(key));
  if (other === undefined) return;
  throw new DomainError('invalid_request', 'Only texts of messages, prompts and mails are changed here.', {
    field: 'settings',
  });
}

function toWanted({ key, value, expected }: settingsV1.WantedSetting): WantedSetting {
  const wanted = { key, value: readJson(value) };
  return expected === '' ? wanted : { ...wanted, expected: { value: readJson(expected) } };
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

function toWireCard({ id, screen, settings, effect }: DescribedCard): settingsV1.SettingCard {
  return {
    ...{ id, screen, effect },
    settings: settings.map(({ key, value, defaultValue, isDefault, description, shape }) => ({
      ...{ key, isDefault, description },
      value: JSON.stringify(value),
      defaultValue: JSON.stringify(defaultValue),
      shape: shape === undefined ? '' : JSON.stringify(shape),
    })),
  };
}

function toWireVersion({ id, changedAt, actor, reason, changes }: SettingsVersion): settingsV1.SettingVersion {
  const json = (value: unknown): string => (value === undefined ? '' : JSON.stringify(value));
  return {
    ...{ id, actor, reason, changedAtMilliseconds: changedAt },
    changes: changes.map(({ key, before, after }) => ({ key, before: json(before), after: json(after) })),
  };
}
