import type { PromptId } from '../authentication/verdict.ts';
import type { Language } from '../users/user.ts';

/** Which characters the claimant's display can show. */
export type PromptCharacters = 'ascii' | 'unicode';

/** Every text has at most this many octets of UTF-8: many a VPN client shows one RADIUS attribute and cuts it. */
export const LONGEST_PROMPT_OCTETS = 120;

/**
 * The texts of prompts unless an administrator words them anew. A rejection has one text for unknown user, wrong password
 * and wrong code: whoever reads it learns nothing.
 */
export const PROMPTS = {
  enter_code: {
    en: 'Enter the code shown by your authenticator app or device.',
    fr: 'Saisissez le code affiché par votre application ou votre appareil d’authentification.',
  },
  enter_text_message_code: {
    en: 'Enter the code that was sent to your phone.',
    fr: 'Saisissez le code envoyé sur votre téléphone.',
  },
  code_wrong_try_again: {
    en: 'The code was not accepted. Enter the current code.',
    fr: 'Le code n’a pas été accepté. Saisissez le code actuel.',
  },
  text_message_failed_enter_code: {
    en: 'The text message could not be sent. Enter a code from your authenticator or a recovery code.',
    fr: 'Le SMS n’a pas pu être envoyé. Saisissez un code de votre appareil ou un code de secours.',
  },
  pin_change_required: {
    en: 'Your PIN must be changed before you can sign in. Contact your help desk.',
    fr: 'Votre code PIN doit être changé avant la connexion. Contactez votre support.',
  },
  denied: {
    en: 'Sign-in was refused.',
    fr: 'La connexion a été refusée.',
  },
  challenge_over: {
    en: 'This sign-in has ended. Please start again.',
    fr: 'Cette connexion est terminée. Veuillez recommencer.',
  },
} as const satisfies Record<PromptId, Record<Language, string>>;

/** Everything that can be said, in the order in which it is listed. */
export const PROMPT_IDS = Object.keys(PROMPTS) as readonly PromptId[];

/**
 * The text of a prompt, in the words given. In ASCII unless the caller knows that its display shows more: a RADIUS Reply-Message is UTF-8
 * (RFC 2865 section 5.18), but many access servers and clients show other characters as noise, and "refuse" without its
 * accent is read more easily than "refusÃ©".
 */
export function promptText(
  prompt: PromptId,
  language: Language,
  characters: PromptCharacters = 'ascii',
  words: Readonly<Record<PromptId, Readonly<Record<Language, string>>>> = PROMPTS,
): string {
  const text = words[prompt][language];
  return characters === 'ascii' ? spokenPrompt(text) : text;
}

/** The text of a prompt for a display that shows ASCII only. */
export function spokenPrompt(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .replaceAll('’', "'");
}
