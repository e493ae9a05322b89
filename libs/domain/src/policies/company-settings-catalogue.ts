import { METHODS, type Method } from '../authenticators/method.ts';
import { flag, listOf, oneOf, refused, textThat, wholeNumber } from '../json-checks.ts';
import { checkTextMessageTemplate } from '../messages/text-message-template.ts';
import { invalid, type Parsed, valid, valueOrThrow } from '../problem.ts';
import { canonicalUserName } from '../users/canonical-user-name.ts';
import type { Language } from '../users/user.ts';
import { mailRelayFields } from './mail-relay-settings.ts';
import { messageSettingFields } from './message-settings-fields.ts';
import { portalSettingFields } from './portal-settings-fields.ts';
import { sessionSettingFields } from './session-settings.ts';
import { trustedNetwork } from './trusted-network.ts';
import { setting, type SettingField } from './setting-field.ts';

export type { SettingField } from './setting-field.ts';

const WEEK_MINUTES = 7 * 24 * 60;
const MOST_DOMAINS = 1000;
const MOST_CALLING_CODES = 300;
const MOST_TRUSTED_NETWORKS = 256;

const callingCode = textThat((text, field) =>
  /^\+[1-9][0-9]{0,6}$/.test(text)
    ? valid(text)
    : refused(field, 'not_a_calling_code', 'must be a country code like +41', text),
);

const userNameDomain = textThat((text, field): Parsed<string> => {
  const domain = canonicalUserName(text);
  return domain === undefined || /[\\@\s]/.test(domain)
    ? refused(field, 'not_a_domain', 'must be a domain like CONTOSO or contoso.example, without \\ and @', text)
    : valid(domain);
});

const template = textThat((text, field): Parsed<string> => {
  const problems = checkTextMessageTemplate(text, field);
  return problems.length === 0 ? valid(text) : invalid(...problems);
});

/** Every company setting by its key: default, bounds, and what it is for, in both languages. */
export const settingFields = {
  'lockout.denials': setting(
    5,
    wholeNumber(1, 100),
    'Denied second factors of one user that lock the user out.',
    'Nombre de refus du second facteur qui verrouillent un utilisateur.',
  ),
  'lockout.reset_minutes': setting(
    15,
    wholeNumber(1, WEEK_MINUTES),
    'Minutes for which a denial counts.',
    'Durée en minutes pendant laquelle un refus est compté.',
  ),
  'lockout.unlock_minutes': setting(
    15,
    wholeNumber(1, WEEK_MINUTES),
    'Minutes after which a lockout ends by itself.',
    'Durée en minutes après laquelle un verrouillage se lève de lui-même.',
  ),
  'password_throttle.denials': setting(
    4,
    wholeNumber(1, 100),
    'Wrong passwords after which the password is not looked at; keep it below the limit of the directory.',
    'Nombre de mots de passe erronés avant suspension ; à garder sous la limite de l’annuaire.',
  ),
  'password_throttle.reset_minutes': setting(
    15,
    wholeNumber(1, WEEK_MINUTES),
    'Minutes for which a wrong password counts.',
    'Durée en minutes pendant laquelle un mot de passe erroné est compté.',
  ),
  'password_throttle.unlock_minutes': setting(
    15,
    wholeNumber(1, WEEK_MINUTES),
    'Minutes for which passwords are not looked at.',
    'Durée en minutes de la suspension des mots de passe.',
  ),
  'one_time_password.lifetime_seconds': setting(
    300,
    wholeNumber(60, 600),
    'Seconds for which a code that was sent can be used (NIST SP 800-63B-4 allows ten minutes).',
    'Durée de validité en secondes d’un code envoyé (dix minutes au plus selon NIST SP 800-63B-4).',
  ),
  'challenge.lifetime_seconds': setting(
    120,
    wholeNumber(30, 600),
    'Seconds for which a question waits for its answer; one about a text message waits as long as the code lives.',
    'Durée en secondes d’attente d’une réponse ; pour un SMS, la durée de validité du code.',
  ),
  'challenge.attempts': setting(
    5,
    wholeNumber(1, 10),
    'Answers that one question takes.',
    'Nombre de réponses acceptées pour une question.',
  ),
  'one_time_bypass.seconds': setting(
    300,
    wholeNumber(30, 86_400),
    'Seconds for which a one-time bypass waits to be used.',
    'Durée en secondes d’un contournement à usage unique.',
  ),
  'block.days': setting(
    90,
    wholeNumber(1, 3650),
    'Days after which a block ends by itself.',
    'Durée en jours après laquelle un blocage se lève de lui-même.',
  ),
  'approvals.removed_users': setting(
    5,
    wholeNumber(1, 1_000_000),
    'Users that one administrator may remove at once; more need a second administrator.',
    'Nombre d’utilisateurs qu’un administrateur peut supprimer seul ; au-delà, un second administrateur approuve.',
  ),
  'approvals.removed_percent': setting(
    2,
    wholeNumber(1, 100),
    'Percent of all users that one administrator may remove at once; the smaller of both limits counts.',
    'Pourcentage des utilisateurs qu’un administrateur peut supprimer seul ; la plus petite des deux limites compte.',
  ),
  'company.time_zone': setting(
    'UTC',
    textThat((text, field) =>
      /^[A-Za-z_]+(\/[A-Za-z0-9_+-]+){0,2}$/.test(text)
        ? valid(text)
        : refused(field, 'not_a_time_zone', 'must be a time zone like Europe/Paris', text),
    ),
    'Time zone in which the console shows times.',
    'Fuseau horaire dans lequel la console affiche les heures.',
  ),
  'pin_rules.minimum_length': setting(
    4,
    wholeNumber(4, 16),
    'Digits that a PIN has at least.',
    'Nombre minimal de chiffres d’un code PIN.',
  ),
  'pin_rules.maximum_length': setting(
    16,
    wholeNumber(4, 16),
    'Digits that a PIN has at most.',
    'Nombre maximal de chiffres d’un code PIN.',
  ),
  'pin_rules.expiry_days': setting(
    0,
    wholeNumber(0, 3650),
    'Days after which a PIN must be changed; 0: never.',
    'Durée en jours après laquelle un code PIN doit être changé ; 0 : jamais.',
  ),
  'pin_rules.history_depth': setting(
    5,
    wholeNumber(0, 24),
    'Earlier PINs that may not come back.',
    'Nombre d’anciens codes PIN qui ne peuvent pas être repris.',
  ),
  'text_message.per_number_per_hour': setting(
    5,
    wholeNumber(1, 100),
    'Text messages to one number in an hour.',
    'Nombre de SMS par heure vers un même numéro.',
  ),
  'text_message.per_user_per_hour': setting(
    10,
    wholeNumber(1, 200),
    'Text messages for one user in an hour.',
    'Nombre de SMS par heure pour un même utilisateur.',
  ),
  'text_message.allowed_calling_codes': setting<readonly string[]>(
    [],
    listOf(callingCode, MOST_CALLING_CODES),
    'Country codes to which messages may be sent, for example ["+41"]; empty: all.',
    'Indicatifs de pays vers lesquels des SMS peuvent partir, par exemple ["+41"] ; vide : tous.',
  ),
  'text_message.template.en': setting(
    'Your code for <$application_name$> is <$otp$>. Never give it to anyone.',
    template,
    'English text message; <$otp$> is the code, <$application_name$> the system.',
    'SMS en anglais ; <$otp$> est le code, <$application_name$> le système.',
  ),
  'text_message.template.fr': setting(
    'Votre code pour <$application_name$> : <$otp$>. Ne le communiquez à personne.',
    template,
    'French text message; <$otp$> is the code, <$application_name$> the system.',
    'SMS en français ; <$otp$> est le code, <$application_name$> le système.',
  ),
  'text_message.on_delivery_failure': setting<'reject' | 'fallback'>(
    'fallback',
    oneOf('reject', 'fallback'),
    'When a message cannot be sent: reject the sign-in, or fall back to another method of the user.',
    'Si un SMS ne peut pas partir : refuser (reject) ou proposer une autre méthode (fallback).',
  ),
  'totp.window_steps': setting(
    1,
    wholeNumber(0, 1),
    'Time steps that a code may be early or late.',
    'Nombre de pas de temps d’avance ou de retard acceptés pour un code.',
  ),
  'hotp.look_ahead': setting(
    10,
    wholeNumber(0, 50),
    'Counts that an event-based device may be ahead.',
    'Avance acceptée du compteur d’un appareil à événements.',
  ),
  language: setting<Language>(
    'en',
    oneOf('en', 'fr'),
    'Language of texts for users who have none set.',
    'Langue des textes pour les utilisateurs sans choix de langue.',
  ),
  'user_names.domains': setting<readonly string[]>(
    [],
    listOf(userNameDomain, MOST_DOMAINS),
    'Domains whose users are known here by their plain name.',
    'Domaines dont les utilisateurs sont connus ici par leur nom simple.',
  ),
  'journal.fields.names': setting(
    true,
    flag,
    'Whether the journal holds first and last names.',
    'Inscrire les noms et prénoms au journal.',
  ),
  'journal.fields.mail': setting(
    true,
    flag,
    'Whether the journal holds mail addresses.',
    'Inscrire les adresses électroniques au journal.',
  ),
  'journal.fields.phone': setting(
    true,
    flag,
    'Whether the journal holds phone numbers.',
    'Inscrire les numéros de téléphone au journal.',
  ),
  'journal.fields.client_address': setting(
    true,
    flag,
    'Whether the journal holds the addresses of clients.',
    'Inscrire les adresses des clients au journal.',
  ),
  'methods.allowed': setting<readonly Method[]>(
    [...METHODS],
    listOf(oneOf(...METHODS), METHODS.length),
    'Methods that count as a second factor anywhere; a relying party may allow fewer.',
    'Méthodes acceptées comme second facteur partout ; une partie de confiance peut en accepter moins.',
  ),
  trusted_networks: setting<readonly string[]>(
    [],
    listOf(trustedNetwork, MOST_TRUSTED_NETWORKS),
    'Networks like 192.0.2.0/24 from which no system but our own pages asks for a second factor.',
    'Réseaux comme 192.0.2.0/24 depuis lesquels aucun second facteur n’est demandé, sauf sur nos propres pages.',
  ),
  ...portalSettingFields,
  ...mailRelayFields,
  ...messageSettingFields,
  ...sessionSettingFields,
} as const satisfies Record<string, SettingField<unknown>>;

/** The key of a company setting: "lockout.denials". */
export type SettingKey = keyof typeof settingFields;

/** What a setting holds. */
export type SettingValue<K extends SettingKey> = (typeof settingFields)[K]['defaultValue'];

/** All settings, in the order in which they are shown. */
export const companySettingsCatalogue: readonly (SettingField<unknown> & { readonly key: SettingKey })[] = (
  Object.keys(settingFields) as SettingKey[]
).map((key) => ({ key, ...settingFields[key] }));

/** True for the key of a setting. */
export function isSettingKey(key: string): key is SettingKey {
  return Object.hasOwn(settingFields, key);
}

/** Reads a new value for a setting, given as JSON. */
export function parseSetting(key: string, value: unknown): Parsed<unknown> {
  if (!isSettingKey(key)) {
    const name = JSON.stringify(key.slice(0, 60));
    const message = `There is no setting ${name}. \`countersign settings get\` lists all of them.`;
    return invalid({ field: 'key', code: 'unknown_setting', message });
  }
  return settingFields[key].check(value, key);
}

/** The stored value of a setting, else its default; `invalid_request` naming the key when what is stored is not valid. */
export function settingValue<K extends SettingKey>(stored: ReadonlyMap<string, unknown>, key: K): SettingValue<K> {
  const field: SettingField<unknown> = settingFields[key];
  const value = stored.get(key);
  return (value === undefined ? field.defaultValue : valueOrThrow(field.check(value, key))) as SettingValue<K>;
}
