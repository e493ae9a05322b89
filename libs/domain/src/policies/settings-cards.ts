import type { Language } from '../users/user.ts';
import type { CompanySettings } from './company-settings.ts';
import { companySettingsCatalogue, type SettingKey } from './company-settings-catalogue.ts';
import * as effect from './settings-effects.ts';

/** The page on which a setting is changed. */
export type SettingsScreen = 'company' | 'portal' | 'messages' | 'mail';

/** Settings that are understood together, and a sentence of what they lead to. */
export interface SettingsCard {
  readonly id: string;
  readonly screen: SettingsScreen;
  readonly keys: readonly SettingKey[];
  /** Undefined where the fields say all there is to say. */
  readonly effect: ((settings: CompanySettings) => Readonly<Record<Language, string>>) | undefined;
}

type Definition = readonly [
  id: string,
  screen: SettingsScreen,
  belongs: readonly string[],
  effect?: SettingsCard['effect'],
];

/** A card takes the settings whose key begins with one of its words; the first card that does. */
const DEFINITIONS: readonly Definition[] = [
  ['lockout', 'company', ['lockout.'], effect.lockout],
  ['passwords', 'company', ['password_throttle.'], effect.passwords],
  ['codes', 'company', ['one_time_password.', 'challenge.', 'totp.', 'hotp.'], effect.codes],
  ['text_messages', 'company', ['text_message.per', 'text_message.allowed', 'text_message.on'], effect.textMessages],
  ['pin', 'company', ['pin_rules.'], effect.pin],
  ['exceptions', 'company', ['one_time_bypass.', 'block.'], effect.exceptions],
  ['methods', 'company', ['methods.allowed', 'trusted_networks'], effect.methods],
  ['sessions', 'company', ['sessions.'], effect.sessions],
  ['names', 'company', ['language', 'user_names.'], effect.names],
  ['journal', 'company', ['journal.'], effect.journalFields],
  ['portal_organisation', 'portal', ['portal.organisation', 'portal.url', 'portal.help_contact']],
  [
    'portal_enrollment',
    'portal',
    ['portal.enrollment', 'portal.methods', 'portal.most', 'portal.prompt', 'portal.require'],
    effect.enrollment,
  ],
  ['portal_bypass', 'portal', ['portal.bypass'], effect.ownBypass],
  ['portal_questions', 'portal', ['portal.questions'], effect.questions],
  ['portal_changes', 'portal', ['portal.'], effect.ownChanges],
  ['texts', 'messages', ['text_message.template', 'prompt.']],
  ['mail_server', 'mail', ['mail_server.'], effect.mailServer],
  ['mail_texts', 'mail', ['mail.template.']],
  // What another part of the product adds is shown before anybody thought of a card for it.
  ['other', 'company', ['']],
];

/** Every setting on exactly one card. */
export const SETTINGS_CARDS: readonly SettingsCard[] = DEFINITIONS.map(([id, screen, , sentence]) => ({
  id,
  screen,
  keys: companySettingsCatalogue.map(({ key }) => key).filter((key) => cardOf(key) === id),
  effect: sentence,
})).filter(({ keys }) => keys.length > 0);

function cardOf(key: string): string | undefined {
  return DEFINITIONS.find(([, , belongs]) => belongs.some((beginning) => key.startsWith(beginning)))?.[0];
}
