import type { Method } from '../authenticators/method.ts';
import type { Language } from '../users/user.ts';

/** Who checks the password: we (our own hash), the directory (a bind), or the relying party did it already. */
export type PasswordSource = 'local' | 'directory' | 'none';

/**
 * How the code reaches us. `challenge`: password first, the code as answer to a challenge; `concatenated`: both in one
 * field; `challenge_or_concatenated`: whichever comes; `code_only`: the field holds the code (the relying party has
 * checked the password itself).
 */
export type CodeEntry = 'challenge' | 'concatenated' | 'challenge_or_concatenated' | 'code_only';

/** What a remembered result is bound to (the original's cache types). */
export type RememberScope = 'user' | 'user_and_relying_party' | 'user_and_relying_party_and_address';

/** The rules of one relying party. */
export interface RelyingPartyPolicy {
  readonly passwordSource: PasswordSource;
  readonly codeEntry: CodeEntry;
  /** True: an unknown user is refused. False: passes with the password alone, and the journal says so. */
  readonly requireUserMatch: boolean;
  readonly allowedMethods: readonly Method[];
  /** Whether a code of an OATH device may answer a challenge for another method (the original's OATH fallback). */
  readonly allowOathFallback: boolean;
  /** Networks in CIDR notation from which no second factor is asked. */
  readonly trustedNetworks: readonly string[];
  /** Seconds for which an accepted second factor is remembered; 0: never. */
  readonly rememberSeconds: number;
  readonly rememberScope: RememberScope;
  /** How many challenges one sign-in may see, the first included. */
  readonly maxChallengeRounds: number;
  /** The language of prompts where the user's is not known. */
  readonly language: Language;
  /** Lines "Attribute-Name=value" for every accept, then those of the user's groups. */
  readonly replyAttributes: readonly string[];
  readonly groupReplyAttributes: readonly { readonly group: string; readonly replyAttributes: readonly string[] }[];
}

/** What a person does in the browser: open a session, or confirm in an open one that it is still they. */
export type BrowserPurpose = 'sign_in' | 'proof';

/** A system that asks us, and its rules. */
export interface RelyingParty {
  readonly id: string;
  /** Shown to the user and in the journal as the application name. */
  readonly applicationName: string;
  readonly policy: RelyingPartyPolicy;
  /** Present for our own pages, where a person can choose a method, use a passkey and change a PIN that is due. */
  readonly browser?: { readonly purpose: BrowserPurpose; readonly isForAdministrators: boolean };
}

/** The safe starting point of a new RADIUS client. */
export const defaultRelyingPartyPolicy: RelyingPartyPolicy = {
  passwordSource: 'local',
  codeEntry: 'challenge_or_concatenated',
  requireUserMatch: true,
  allowedMethods: ['totp', 'hotp', 'text_message', 'recovery_code'],
  allowOathFallback: true,
  trustedNetworks: [],
  rememberSeconds: 0,
  rememberScope: 'user_and_relying_party_and_address',
  maxChallengeRounds: 5,
  language: 'en',
  replyAttributes: [],
  groupReplyAttributes: [],
};
