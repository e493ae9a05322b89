import {
  type CompanySettings,
  defaultCompanySettings,
  defaultRelyingPartyPolicy,
  type LiveFacts,
  noLiveFacts,
  type RelyingParty,
  type RelyingPartyPolicy,
} from '@countersign/domain';

/** The safe starting point of a new relying party, with some rules replaced. */
export function aPolicy(rules: Partial<RelyingPartyPolicy> = {}): RelyingPartyPolicy {
  return { ...defaultRelyingPartyPolicy, ...rules };
}

/** A VPN under {@link aPolicy}. */
export function aRelyingParty(rules: Partial<RelyingPartyPolicy> = {}, id = 'rp-vpn'): RelyingParty {
  return { id, applicationName: `VPN ${id}`, policy: aPolicy(rules) };
}

/** Company settings as of a fresh installation, with some replaced. */
export function someSettings(settings: Partial<CompanySettings> = {}): CompanySettings {
  return {
    lockout: { denials: 5, resetMinutes: 15, unlockMinutes: 30 },
    passwordThrottle: { denials: 5, resetMinutes: 15, unlockMinutes: 10 },
    oneTimePasswordLifetimeSeconds: 300,
    challengeLifetimeSeconds: 90,
    attemptsPerChallenge: 3,
    oneTimeBypassSeconds: 300,
    blockDays: 90,
    pinRules: { minimumLength: 4, maximumLength: 16, expiryDays: 0, historyDepth: 5 },
    textMessageLimits: { perNumberPerHour: 10, perUserPerHour: 10, allowedCallingCodes: [] },
    totpWindowSteps: 1,
    hotpLookAhead: 10,
    language: 'en',
    userNameDomains: [],
    textMessageTemplates: { en: '<$otp$>', fr: '<$otp$>' },
    onDeliveryFailure: 'fallback',
    journalFields: { names: true, mail: true, phone: true, client_address: true },
    sessions: defaultCompanySettings.sessions,
    removalThreshold: { users: 5, percent: 2 },
    timeZone: 'UTC',
    allowedMethods: defaultCompanySettings.allowedMethods,
    trustedNetworks: [],
    messages: defaultCompanySettings.messages,
    mailRelay: defaultCompanySettings.mailRelay,
    portal: defaultCompanySettings.portal,
    ...settings,
  };
}

/** What Redis knows of a user whom it has never seen, with some facts replaced. */
export function someFacts(facts: Partial<LiveFacts> = {}): LiveFacts {
  return { ...noLiveFacts, ...facts };
}
