import type { Check } from '../json-checks.ts';
import type { Language } from '../users/user.ts';

/** One company setting. */
export interface SettingField<T> {
  readonly defaultValue: T;
  readonly description: Readonly<Record<Language, string>>;
  readonly check: Check<T>;
}

/** A setting with its default, its bounds and what it is for, in both languages. */
export function setting<T>(defaultValue: T, check: Check<T>, en: string, fr: string): SettingField<T> {
  return { defaultValue, check, description: { en, fr } };
}
