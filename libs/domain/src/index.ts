export {
  APPROVAL_KINDS,
  APPROVAL_MILLISECONDS,
  type ApprovalKind,
  removalNeedsApproval,
  type RemovalThreshold,
} from './administration/approvals.ts';
export { isPermission, type Permission, PERMISSIONS } from './administration/permission.ts';
export {
  BUILT_IN_ROLES,
  type BuiltInRole,
  builtInRole,
  builtInRoles,
  canBeNarrowed,
  longestBypassSeconds,
  type Role,
} from './administration/roles.ts';
export {
  ADMINISTRATION_RULES,
  type AdministrationRule,
  type AdministrationScope,
  isInScope,
  rankOf,
  type RightsHolder,
  ruleAgainstActing,
  ruleAgainstGranting,
  ruleAgainstScope,
} from './administration/rules.ts';
export { advance } from './authentication/advance.ts';
export type { AuthenticationEvent } from './authentication/authentication-event.ts';
export {
  type Authentication,
  type Challenge,
  type OathMatch,
  type Proof,
  receiveAuthentication,
  type SentCode,
  type Stage,
} from './authentication/authentication.ts';
export type { Claim, Command, Commit } from './authentication/command.ts';
export {
  type ExplainAssumptions,
  type ExplainedCheck,
  type Explanation,
  explainSignIn,
  SIGN_IN_CHECKS,
  type SignInCheck,
} from './authentication/explain.ts';
export { usableMethods } from './authentication/usable-methods.ts';
export { type LiveFacts, noLiveFacts } from './authentication/live-facts.ts';
export { REJECTION_REASONS, type RejectionReason } from './authentication/rejection-reason.ts';
export type { AdvanceContext, Step } from './authentication/step.ts';
export { type AcceptanceBasis, type PromptId, rejectionPrompt, type Verdict } from './authentication/verdict.ts';
export { authenticatorFromParts, type AuthenticatorParts } from './authenticators/authenticator-from-parts.ts';
export type {
  Authenticator,
  AuthenticatorState,
  HotpAuthenticator,
  OathAlgorithm,
  PasskeyAuthenticator,
  PhoneAuthenticator,
  RecoveryCodesAuthenticator,
  TotpAuthenticator,
} from './authenticators/authenticator.ts';
export { BROWSER_METHODS, type Method, METHODS, OATH_METHODS } from './authenticators/method.ts';
export { isOath, methodOf, methodsOf } from './authenticators/methods-of.ts';
export { generateRecoveryCodes, normalizeRecoveryCode } from './authenticators/recovery-codes.ts';
export {
  LONGEST_PROMPT_OCTETS,
  PROMPT_IDS,
  type PromptCharacters,
  promptText,
  spokenPrompt,
} from './messages/prompts.ts';
export { requiredValues } from './messages/check-mail-template.ts';
export type { ValueShape } from './json-checks.ts';
export { SETTINGS_CARDS, type SettingsCard, type SettingsScreen } from './policies/settings-cards.ts';
export type { MailRelaySettings, MailSecurity } from './policies/mail-relay-settings.ts';
export type { MessageSettings } from './policies/message-settings-fields.ts';
export {
  MAIL_TEMPLATES,
  MAIL_VALUES,
  type MailEvent,
  type MailTemplate,
  type MailValues,
  renderMail,
} from './messages/mail-templates.ts';
export { type TextLength, textLength } from './messages/text-length.ts';
export {
  checkTextMessageTemplate,
  renderTextMessage,
  type TextMessageValues,
} from './messages/text-message-template.ts';
export { decodeBase32, encodeBase32 } from './one-time-passwords/base32.ts';
export { codeDigits, generateCode, type RandomOctets } from './one-time-passwords/code-text.ts';
export { type HotpPosition, verifyHotp } from './one-time-passwords/hotp-verification.ts';
export { hotpValue, type OtpDigits } from './one-time-passwords/hotp.ts';
export type { OtpMatch } from './one-time-passwords/otp-match.ts';
export { otpauthUri, type OtpAuthUriParts } from './one-time-passwords/otpauth-uri.ts';
export { type HotpResyncPosition, resyncHotp, resyncTotp, type TotpResyncMoment } from './one-time-passwords/resync.ts';
export { timeStep, type TotpMoment, verifyTotp } from './one-time-passwords/totp.ts';
export { checkPin, generatePin, type PinContext, type PinProblem, pinProblemText } from './pins/pin-rules.ts';
export { type PasswordAndCode, splitPasswordAndCode } from './pins/split-password-and-code.ts';
export { type PinAndCode, splitPinAndCode } from './pins/split-pin-and-code.ts';
export {
  companySettingsCatalogue,
  isSettingKey,
  parseSetting,
  type SettingField,
  type SettingKey,
  type SettingValue,
} from './policies/company-settings-catalogue.ts';
export {
  type CompanySettings,
  companySettings,
  defaultCompanySettings,
  type LockoutSettings,
  type PinRules,
  type TextMessageLimits,
} from './policies/company-settings.ts';
export { ENROLLABLE_KINDS, type EnrollableKind } from './policies/portal-settings-fields.ts';
export type { SessionSettings } from './policies/session-settings.ts';
export type { PortalSettings } from './policies/portal-settings.ts';
export { type Network, networkContains, networkText, parseNetwork } from './policies/network.ts';
export { parseRelyingPartyPolicy, relyingPartyPolicy } from './policies/parse-relying-party-policy.ts';
export { builtInRelyingParty, type BuiltInRelyingPartyId } from './policies/built-in-relying-parties.ts';
export {
  type BrowserPurpose,
  type CodeEntry,
  defaultRelyingPartyPolicy,
  type PasswordSource,
  type RelyingParty,
  type RelyingPartyPolicy,
  type RememberScope,
} from './policies/relying-party-policy.ts';
export {
  type AnswerProblem,
  BUILT_IN_QUESTIONS,
  checkAnswers,
  normalizeAnswer,
  offeredQuestions,
  parseOwnQuestion,
  type SecurityQuestion,
} from './questions/security-questions.ts';
export { invalid, type Parsed, type Problem, problemsError, valid, valueOrThrow } from './problem.ts';
export {
  type CanonicalUserName,
  canonicalUserName,
  LONGEST_USER_NAME,
  lookupNames,
} from './users/canonical-user-name.ts';
export {
  callingCodeOf,
  type E164Phone,
  formatPhone,
  isCallingCodeAllowed,
  isLikelyLandline,
  maskPhone,
  parsePhone,
} from './users/phone.ts';
export { checkPassword, isWellFormed, parseMail, parseText, type TextLimits } from './users/text-checks.ts';
export type { ChannelLanguages, Credential, Language, PinState, User, UserContact } from './users/user.ts';
export {
  type LastSignInFilter,
  type ParsedUserSearch,
  parseUserSearch,
  type SearchTerm,
  USER_STATUS_FILTERS,
  type UserSearchQuery,
  type UserStatusFilter,
} from './users/user-search-query.ts';
