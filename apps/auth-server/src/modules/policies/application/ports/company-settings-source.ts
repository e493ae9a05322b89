import type { CompanySettings } from '@countersign/domain';

/** DI token of the {@link CompanySettingsSource}. */
export const COMPANY_SETTINGS = Symbol('COMPANY_SETTINGS');

/** The company settings as of now, from memory. */
export interface CompanySettingsSource {
  current(): CompanySettings;
}
