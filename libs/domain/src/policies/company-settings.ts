import type { Language } from '../users/user.ts';

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
}
