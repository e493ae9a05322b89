import { METHODS } from '../authenticators/method.ts';
import type { CompanySettings } from './company-settings.ts';
import { defaultRelyingPartyPolicy, type RelyingParty } from './relying-party-policy.ts';

/** The pages of ours that people sign in to, and the proofs that those who are signed in give there. */
const BUILT_IN = {
  'user-portal': { applicationName: 'User portal', purpose: 'sign_in', isForAdministrators: false },
  'user-portal-proof': { applicationName: 'User portal', purpose: 'proof', isForAdministrators: false },
  'admin-console': { applicationName: 'Admin console', purpose: 'sign_in', isForAdministrators: true },
  'admin-console-proof': { applicationName: 'Admin console', purpose: 'proof', isForAdministrators: true },
} as const satisfies Record<string, NonNullable<RelyingParty['browser']> & { readonly applicationName: string }>;

/** A relying party that every installation has. */
export type BuiltInRelyingPartyId = keyof typeof BUILT_IN;

/** Choosing another method and asking for the text message again are rounds too. */
const MOST_ROUNDS = 20;

/** The rules of our own pages, as the company settings have them; undefined for an id that is not built in. */
export function builtInRelyingParty(
  id: string,
  { language, sessions }: Pick<CompanySettings, 'language' | 'sessions'>,
): RelyingParty | undefined {
  if (!Object.hasOwn(BUILT_IN, id)) return undefined;
  const { applicationName, purpose, isForAdministrators } = BUILT_IN[id as BuiltInRelyingPartyId];
  return {
    id,
    applicationName,
    browser: { purpose, isForAdministrators },
    policy: {
      ...defaultRelyingPartyPolicy,
      passwordSource: purpose === 'proof' ? 'none' : sessions.passwordSource,
      codeEntry: 'challenge',
      allowedMethods: METHODS,
      maxChallengeRounds: MOST_ROUNDS,
      language,
    },
  };
}
