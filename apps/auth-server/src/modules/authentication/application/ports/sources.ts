import type { CompanySettings, RelyingParty } from '@countersign/domain';

/** DI token of the {@link RelyingPartySource}. */
export const RELYING_PARTY_SOURCE = Symbol('RELYING_PARTY_SOURCE');

/** The relying parties as of now, from memory. */
export interface RelyingPartySource {
  get(id: string): RelyingParty | undefined;
}

/** DI token of the {@link SettingsSource}. */
export const SETTINGS_SOURCE = Symbol('SETTINGS_SOURCE');

/** The company settings as of now, from memory. */
export interface SettingsSource {
  current(): CompanySettings;
}
