import { companySettingsCatalogue } from '@countersign/domain';
import type { StoredSettings } from './ports/settings-repository.ts';

/** A setting as administrators see it. */
export interface ShownSetting {
  readonly key: string;
  readonly value: unknown;
  readonly defaultValue: unknown;
  readonly description: string;
  readonly isDefault: boolean;
}

/** Every setting with the value in force. */
export function shownSettings(stored: StoredSettings): readonly ShownSetting[] {
  return companySettingsCatalogue.map(({ key, defaultValue, description }) => ({
    key,
    value: stored.get(key) ?? defaultValue,
    defaultValue,
    description: description.en,
    isDefault: !stored.has(key),
  }));
}
