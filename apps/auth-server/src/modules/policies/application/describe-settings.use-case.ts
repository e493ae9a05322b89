import {
  type CompanySettings,
  companySettings,
  companySettingsCatalogue,
  type Language,
  SETTINGS_CARDS,
  type SettingsCard,
  type ValueShape,
} from '@countersign/domain';
import { DomainError, isDomainError } from '@countersign/errors';
import { applied, type WantedSetting } from './change-settings.use-case.ts';
import { previewTexts, type TextPreview } from './preview-texts.ts';
import type { SettingsRepository, StoredSettings } from './ports/settings-repository.ts';
import { type ShownSetting, shownSettings } from './shown-setting.ts';

/** A setting as a form shows it. */
export interface DescribedSetting extends Omit<ShownSetting, 'description'> {
  readonly description: Readonly<Record<Language, string>>;
  readonly shape: ValueShape | undefined;
}

/** Settings that are shown together, and what they lead to. */
export interface DescribedCard {
  readonly id: string;
  readonly screen: string;
  readonly settings: readonly DescribedSetting[];
  readonly effect: Readonly<Record<Language, string>> | undefined;
}

/** What changes would lead to, and why they cannot be made. */
export interface SettingsPreview {
  readonly effects: readonly { readonly id: string; readonly effect: Readonly<Record<Language, string>> }[];
  readonly problem: { readonly field: string; readonly message: string } | undefined;
  readonly texts: readonly TextPreview[];
}

/** Shows settings as cards, and what a change of them would lead to. */
export class DescribeSettings {
  readonly #settings: Pick<SettingsRepository, 'read'>;

  constructor(settings: Pick<SettingsRepository, 'read'>) {
    this.#settings = settings;
  }

  /** @param screen empty: all of them */
  async cards(screen: string): Promise<readonly DescribedCard[]> {
    const stored = await this.#settings.read();
    const settings = companySettings(stored);
    const cards = SETTINGS_CARDS.filter((card) => screen === '' || card.screen === screen);
    return cards.map((card) => ({
      id: card.id,
      screen: card.screen,
      settings: settingsOf(card, stored),
      effect: card.effect?.(settings),
    }));
  }

  /** Nothing is changed: for a form that is being filled in. */
  async preview(wanted: readonly WantedSetting[]): Promise<SettingsPreview> {
    const stored = await this.#settings.read();
    try {
      const settings = companySettings(applied(stored, wanted));
      return { effects: effectsOf(settings), problem: undefined, texts: previewTexts(wanted, settings) };
    } catch (error) {
      if (!isDomainError(error, 'invalid_request')) throw error;
      return { effects: [], problem: { field: error.field ?? '', message: error.message }, texts: [] };
    }
  }
}

function effectsOf(settings: CompanySettings): SettingsPreview['effects'] {
  return SETTINGS_CARDS.flatMap(({ id, effect }) => (effect === undefined ? [] : [{ id, effect: effect(settings) }]));
}

function settingsOf(card: SettingsCard, stored: StoredSettings): readonly DescribedSetting[] {
  const shown = new Map(shownSettings(stored).map((each) => [each.key, each]));
  return card.keys.map((key) => {
    const own = shown.get(key);
    const field = companySettingsCatalogue.find((each) => each.key === key);
    if (own === undefined || field === undefined) throw new DomainError('internal', `no setting ${key}`);
    return { ...own, description: field.description, shape: field.check.shape };
  });
}
