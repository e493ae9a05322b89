import type { CompanySettings, RelyingParty } from '@countersign/domain';

/** The relying parties as of now, from memory. */
export interface RelyingPartySource {
  get(id: string): RelyingParty | undefined;
}

/** The company settings as of now, from memory. */
export interface SettingsSource {
  current(): CompanySettings;
}
