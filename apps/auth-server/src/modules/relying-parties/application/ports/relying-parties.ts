import type { RelyingParty } from '@countersign/domain';

/** DI token of the {@link RelyingParties}. */
export const RELYING_PARTIES = Symbol('RELYING_PARTIES');

/** The relying parties as of now, from memory. */
export interface RelyingParties {
  get(id: string): RelyingParty | undefined;
}
