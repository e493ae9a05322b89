import { oneOf, wholeNumber } from '../json-checks.ts';
import type { SettingKey, SettingValue } from './company-settings-catalogue.ts';
import type { PasswordSource } from './relying-party-policy.ts';
import { setting } from './setting-field.ts';

type Source = Exclude<PasswordSource, 'none'>;

/** The settings of sessions in the browser. */
export const sessionSettingFields = {
  'sessions.password_source': setting<Source>(
    'local',
    oneOf('local', 'directory'),
    'Who checks passwords on our own pages: local (kept here) or directory.',
    'Qui vérifie les mots de passe sur nos propres pages : local (conservés ici) ou directory (annuaire).',
  ),
  'sessions.portal_idle_minutes': setting(
    10,
    wholeNumber(1, 60),
    'Minutes without a click after which a session of the portal ends.',
    'Durée en minutes d’inactivité après laquelle une session du portail se termine.',
  ),
  'sessions.portal_longest_minutes': setting(
    60,
    wholeNumber(5, 720),
    'Minutes after which a session of the portal ends in any case.',
    'Durée maximale en minutes d’une session du portail.',
  ),
  'sessions.console_idle_minutes': setting(
    15,
    wholeNumber(1, 60),
    'Minutes without a click after which a session of the console ends.',
    'Durée en minutes d’inactivité après laquelle une session de la console se termine.',
  ),
  'sessions.console_longest_minutes': setting(
    480,
    wholeNumber(15, 1440),
    'Minutes after which a session of the console ends in any case.',
    'Durée maximale en minutes d’une session de la console.',
  ),
} as const;

/** How long sessions in the browser live, and who checks their passwords. */
export interface SessionSettings {
  readonly passwordSource: Source;
  readonly portal: { readonly idleMinutes: number; readonly longestMinutes: number };
  readonly console: { readonly idleMinutes: number; readonly longestMinutes: number };
}

/** Reads the settings of sessions. */
export function sessionSettings(read: <K extends SettingKey>(key: K) => SettingValue<K>): SessionSettings {
  return {
    passwordSource: read('sessions.password_source'),
    portal: {
      idleMinutes: read('sessions.portal_idle_minutes'),
      longestMinutes: read('sessions.portal_longest_minutes'),
    },
    console: {
      idleMinutes: read('sessions.console_idle_minutes'),
      longestMinutes: read('sessions.console_longest_minutes'),
    },
  };
}
