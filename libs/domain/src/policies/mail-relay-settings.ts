import { flag, oneOf, refused, textThat, wholeNumber } from '../json-checks.ts';
import { type Parsed, valid } from '../problem.ts';
import type { SettingKey, SettingValue } from './company-settings-catalogue.ts';
import { setting } from './setting-field.ts';

/** How the way to the mail server is protected. */
export type MailSecurity = 'tls' | 'starttls' | 'none';

/** The mail server that takes our mails; its password is kept apart, sealed. */
export interface MailRelaySettings {
  /** False: people get no mail. */
  readonly isEnabled: boolean;
  /** Empty: none is set here; the delivery worker may still have one in its own configuration. */
  readonly host: string;
  /** 0: the usual one. */
  readonly port: number;
  readonly security: MailSecurity;
  readonly user: string;
  readonly from: string;
}

const LONGEST = 255;

const hostName = textThat((text, field): Parsed<string> => {
  const host = text.trim();
  return host === '' || (host.length <= LONGEST && /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$|^[0-9a-f:]+$/i.test(host))
    ? valid(host)
    : refused(field, 'not_a_host', 'must be the name or the address of a server', text);
});

const account = textThat(
  (text, field): Parsed<string> =>
    text.length > LONGEST || /[\p{C}]/u.test(text)
      ? refused(field, 'not_a_line', 'must be one line of text', undefined)
      : valid(text.trim()),
);

const sender = textThat((text, field): Parsed<string> => {
  const address = text.trim();
  return address === '' || (address.length <= LONGEST && /^[^\s@,;:<>()[\]"\\]+@[^\s@,;:<>()[\]"\\]+$/.test(address))
    ? valid(address)
    : refused(field, 'not_an_address', 'must be a mail address like mfa@example.org', text);
});

/** The settings of the mail server. */
export const mailRelayFields = {
  'mail_server.enabled': setting(
    true,
    flag,
    'Whether people get mails: welcome, and notices of changes to their methods.',
    'Envoyer des courriels : bienvenue et avis de changement des méthodes.',
  ),
  'mail_server.host': setting('', hostName, 'Name of the mail server.', 'Nom du serveur de messagerie.'),
  'mail_server.port': setting(
    0,
    wholeNumber(0, 65_535),
    'Its port; 0: the usual one (465 for TLS, 587 for STARTTLS).',
    'Son port ; 0 : le port habituel (465 pour TLS, 587 pour STARTTLS).',
  ),
  'mail_server.security': setting<MailSecurity>(
    'starttls',
    oneOf('tls', 'starttls', 'none'),
    'How the way there is protected; without protection no user name can be given.',
    'Protection du chemin ; sans protection, aucun nom d’utilisateur ne peut être donné.',
  ),
  'mail_server.user': setting('', account, 'User name at the mail server.', 'Nom d’utilisateur sur le serveur.'),
  'mail_server.from': setting('', sender, 'Address that mails come from.', 'Adresse d’expédition des courriels.'),
} as const;

/** Reads the settings of the mail server. */
export function mailRelaySettings(read: <K extends SettingKey>(key: K) => SettingValue<K>): MailRelaySettings {
  return {
    isEnabled: read('mail_server.enabled'),
    host: read('mail_server.host'),
    port: read('mail_server.port'),
    security: read('mail_server.security'),
    user: read('mail_server.user'),
    from: read('mail_server.from'),
  };
}
