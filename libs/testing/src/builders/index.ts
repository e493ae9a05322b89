export {
  aHotpAuthenticator,
  aPasskey,
  aPhone,
  aTotpAuthenticator,
  aWrongCode,
  hotpCode,
  HotpAuthenticatorBuilder,
  someRecoveryCodes,
  totpCode,
  TotpAuthenticatorBuilder,
} from './authenticators.ts';
export { aPolicy, aRelyingParty, someFacts, someSettings } from './policies.ts';
export { aUser, UserBuilder } from './users.ts';
