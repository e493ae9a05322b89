import type { ConsoleApi } from '@countersign/ui-kit/api/console';

/** A card of settings as the API tells it. */
export type Card = ConsoleApi['GET /api/settings']['answer']['cards'][number];
/** One setting of a card. */
export type Setting = Card['settings'][number];
/** What a setting holds. */
export type Value = Setting['value'];
/** New values by the key of their setting; null stands for the default. */
export type Draft = Readonly<Record<string, Value>>;
/** What changes would lead to. */
export type Preview = ConsoleApi['POST /api/settings/preview']['answer'];

/** A new value of a setting as the API takes it: what was seen goes along, so that nobody is overwritten unseen. */
export function wantedOf(setting: Setting, draft: Draft): { key: string; value?: Value; expected: Value } {
  const value = draft[setting.key];
  const wanted = { key: setting.key, expected: setting.value };
  return value === null || value === undefined ? wanted : { ...wanted, value };
}

/** The settings of a card that would change. */
export function changedIn(card: Card, draft: Draft): readonly Setting[] {
  return card.settings.filter(({ key, value, isDefault }) => {
    if (!(key in draft)) return false;
    if (draft[key] === null) return !isDefault;
    return JSON.stringify(draft[key]) !== JSON.stringify(value);
  });
}

/** What a form shows for a setting now. */
export function shownValue({ key, value, defaultValue }: Setting, draft: Draft): Value {
  const drafted = draft[key];
  if (drafted === undefined) return value;
  return drafted === null ? defaultValue : drafted;
}
