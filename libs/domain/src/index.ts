export type {
  Authenticator,
  AuthenticatorState,
  HotpAuthenticator,
  OathAlgorithm,
  PhoneAuthenticator,
  RecoveryCodesAuthenticator,
  TotpAuthenticator,
} from './authenticators/authenticator.ts';
export { METHODS, type Method, OATH_METHODS } from './authenticators/method.ts';
export { REJECTION_REASONS, type RejectionReason } from './authentication/rejection-reason.ts';
export type { AcceptanceBasis, PromptId, Verdict } from './authentication/verdict.ts';
export type { CompanySettings, LockoutSettings, PinRules, TextMessageLimits } from './policies/company-settings.ts';
export {
  type CodeEntry,
  defaultRelyingPartyPolicy,
  type PasswordSource,
  type RelyingParty,
  type RelyingPartyPolicy,
  type RememberScope,
} from './policies/relying-party-policy.ts';
export type { CanonicalUserName } from './users/canonical-user-name.ts';
export type { E164Phone } from './users/phone.ts';
export type { ChannelLanguages, Credential, Language, PinState, User } from './users/user.ts';
