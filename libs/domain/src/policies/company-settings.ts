import type { RemovalThreshold } from '../administration/approvals.ts';
import type { Method } from '../authenticators/method.ts';
import { problemsError } from '../problem.ts';
import type { Language } from '../users/user.ts';
import { type SettingKey, settingValue, type SettingValue } from './company-settings-catalogue.ts';
import { type MailRelaySettings, mailRelaySettings } from './mail-relay-settings.ts';
import { type MessageSettings, messageSettings } from './message-settings-fields.ts';
import { type PortalSettings, portalSettings } from './portal-settings.ts';
import { type SessionSettings, sessionSettings } from './session-settings.ts';

/** Three numbers, as in the original: how many denials, how long they count, how long the lock lasts. */
export interface LockoutSettings {
  readonly denials: number;
  readonly resetMinutes: number;
  readonly unlockMinutes: number;
}

/** The original's PIN rules (product inventory 3.4) with their numbers. */
export interface PinRules {
  readonly minimumLength: number;
  readonly maximumLength: number;
  /** Days after which a PIN must be changed; 0: never. */
  readonly expiryDays: number;
  /** How many earlier PINs may not come back. */
  readonly historyDepth: number;
}

/** Limits against toll fraud (NIST SP 800-63B-4 section 3.1.3.3 on out-of-band channels; product decision on figures). */
export interface TextMessageLimits {
  readonly perNumberPerHour: number;
  readonly perUserPerHour: number;
  /** Calling codes to which messages may be sent, e.g. "+41"; empty: all. */
  readonly allowedCallingCodes: readonly string[];
}

/** The company settings: one set for the installation. `libs/domain` knows the defaults and the bounds of each. */
export interface CompanySettings {
  /** Denied second factors, per user; the original counted PIN denials only. */
  readonly lockout: LockoutSettings;
  /** Wrong passwords, per user; kept below what the directory allows, so that we never lock its account. */
  readonly passwordThrottle: LockoutSettings;
  /** Life of a code that we sent; 300 s as in the original. */
  readonly oneTimePasswordLifetimeSeconds: number;
  /** Life of an open challenge, hence of a RADIUS State. */
  readonly challengeLifetimeSeconds: number;
  /** Wrong answers that one challenge survives. */
  readonly attemptsPerChallenge: number;
  readonly oneTimeBypassSeconds: number;
  readonly blockDays: number;
  readonly pinRules: PinRules;
  readonly textMessageLimits: TextMessageLimits;
  /** Accepted clock error of a time-based device, in steps on either side. */
  readonly totpWindowSteps: number;
  /** Counters that an event-based device may be ahead. */
  readonly hotpLookAhead: number;
  readonly language: Language;
  /**
   * Domains whose users are known here by their plain name: `CONTOSO\\alice` and `alice@contoso.example` lead to `alice`
   * when the domain is listed. For any other domain only an alias of the user leads to them, so that two people of two
   * domains never become one (CVE-2020-12812 and its like).
   */
  readonly userNameDomains: readonly string[];
  /** Per language: the text with `<$otp$>` and `<$application_name$>`. */
  readonly textMessageTemplates: Readonly<Record<Language, string>>;
  /** What happens when a text cannot be sent: tell the claimant no, or ask for an OATH code instead. */
  readonly onDeliveryFailure: 'reject' | 'fallback';
  /** Optional fields of the journal (product inventory 14.1) that are written. */
  readonly journalFields: Readonly<Record<'names' | 'mail' | 'phone' | 'client_address', boolean>>;
  /** From which size on the removal of users needs a second administrator. */
  readonly removalThreshold: RemovalThreshold;
  /** IANA name of the time zone in which the console shows times. */
  readonly timeZone: string;
  /** Methods that count anywhere; a relying party may allow fewer. */
  readonly allowedMethods: readonly Method[];
  /** Networks from which no relying party but our own pages asks for a second factor. */
  readonly trustedNetworks: readonly string[];
  /** Texts as the company words them. */
  readonly messages: MessageSettings;
  readonly mailRelay: MailRelaySettings;
  /** What people may do for themselves. */
  readonly portal: PortalSettings;
  readonly sessions: SessionSettings;
}

/**
 * The settings in force: what is stored, else the defaults. A stored value that is not valid is `invalid_request` with
 * the key as its field: going on with a default instead could loosen a limit that somebody tightened. A key that is not
 * known here is left alone; the next release may have written it.
 */
export function companySettings(stored: ReadonlyMap<string, unknown>): CompanySettings {
  const read = <K extends SettingKey>(key: K): SettingValue<K> => settingValue(stored, key);
  return {
    lockout: lockoutSettings(read, 'lockout'),
    passwordThrottle: lockoutSettings(read, 'password_throttle'),
    oneTimePasswordLifetimeSeconds: read('one_time_password.lifetime_seconds'),
    challengeLifetimeSeconds: read('challenge.lifetime_seconds'),
    attemptsPerChallenge: read('challenge.attempts'),
    oneTimeBypassSeconds: read('one_time_bypass.seconds'),
    blockDays: read('block.days'),
    pinRules: pinRulesThatAgree({
      minimumLength: read('pin_rules.minimum_length'),
      maximumLength: read('pin_rules.maximum_length'),
      expiryDays: read('pin_rules.expiry_days'),
      historyDepth: read('pin_rules.history_depth'),
    }),
    textMessageLimits: {
      perNumberPerHour: read('text_message.per_number_per_hour'),
      perUserPerHour: read('text_message.per_user_per_hour'),
      allowedCallingCodes: read('text_message.allowed_calling_codes'),
    },
    totpWindowSteps: read('totp.window_steps'),
    hotpLookAhead: read('hotp.look_ahead'),
    language: read('language'),
    userNameDomains: read('user_names.domains'),
    textMessageTemplates: { en: read('text_message.template.en'), fr: read('text_message.template.fr') },
    onDeliveryFailure: read('text_message.on_delivery_failure'),
    journalFields: {
      names: read('journal.fields.names'),
      mail: read('journal.fields.mail'),
      phone: read('journal.fields.phone'),
      client_address: read('journal.fields.client_address'),
    },
    removalThreshold: { users: read('approvals.removed_users'), percent: read('approvals.removed_percent') },
    timeZone: read('company.time_zone'),
    allowedMethods: read('methods.allowed'),
    trustedNetworks: read('trusted_networks'),
    messages: messageSettings(read),
    mailRelay: mailRelayThatAgrees(mailRelaySettings(read)),
    portal: portalSettings(read),
    sessions: sessionSettings(read),
  };
}

/** The settings of a new installation. */
export const defaultCompanySettings: CompanySettings = companySettings(new Map());

function lockoutSettings(
  read: <K extends SettingKey>(key: K) => SettingValue<K>,
  name: 'lockout' | 'password_throttle',
): LockoutSettings {
  return {
    denials: read(`${name}.denials`),
    resetMinutes: read(`${name}.reset_minutes`),
    unlockMinutes: read(`${name}.unlock_minutes`),
  };
}

/** A password must not cross a network in clear. */
function mailRelayThatAgrees(relay: MailRelaySettings): MailRelaySettings {
  if (relay.security !== 'none' || relay.user === '') return relay;
  throw problemsError([
    {
      field: 'mail_server.security',
      code: 'contradiction',
      message: 'Without TLS no user name can be given: its password would be sent in clear.',
    },
  ]);
}

function pinRulesThatAgree(rules: PinRules): PinRules {
  if (rules.minimumLength <= rules.maximumLength) return rules;
  const field = 'pin_rules.minimum_length';
  const message = `${field} (${rules.minimumLength}) must not exceed pin_rules.maximum_length (${rules.maximumLength}).`;
  throw problemsError([{ field, code: 'out_of_range', message }]);
}
