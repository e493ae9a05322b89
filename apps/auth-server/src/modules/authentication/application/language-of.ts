import type { AdvanceContext, Language } from '@countersign/domain';

/** The language for a claimant: their own for the channel, else the relying party's. */
export function languageOf(context: Pick<AdvanceContext, 'user' | 'relyingParty'>, channel: 'text' | 'oath'): Language {
  return context.user?.languages[channel] ?? context.relyingParty.policy.language;
}
