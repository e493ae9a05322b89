import { AdministratorRoleRecord } from '../../modules/administration/outbound/postgres/administrator-role.record.ts';
import { AdministratorRecord } from '../../modules/administration/outbound/postgres/administrator.record.ts';
import { ApprovalRecord } from '../../modules/administration/outbound/postgres/approval.record.ts';
import { SetupRecord } from '../../modules/administration/outbound/postgres/setup.record.ts';
import { CompanySecretRecord } from '../../modules/policies/outbound/postgres/company-secret.record.ts';
import { SettingsVersionRecord } from '../../modules/policies/outbound/postgres/settings-version.record.ts';
import { SettingRecord } from '../../modules/policies/outbound/postgres/setting.record.ts';
import { AuthenticatorRecord } from '../../modules/authenticators/outbound/postgres/authenticator.record.ts';
import { RecoveryCodeRecord } from '../../modules/authenticators/outbound/postgres/recovery-code.record.ts';
import { JournalHeadRecord } from '../../modules/journal/outbound/postgres/journal-head.record.ts';
import { JournalPendingRecord } from '../../modules/journal/outbound/postgres/journal-pending.record.ts';
import { RadiusClientRecord } from '../../modules/relying-parties/outbound/postgres/radius-client.record.ts';
import { RelyingPartyRecord } from '../../modules/relying-parties/outbound/postgres/relying-party.record.ts';
import { SecurityAnswerRecord } from '../../modules/self-service/outbound/postgres/security-answer.record.ts';
import { UserPreferenceRecord } from '../../modules/self-service/outbound/postgres/user-preference.record.ts';
import { ActivationCredentialRecord } from '../../modules/servers/outbound/postgres/activation-credential.record.ts';
import { ServerRecord } from '../../modules/servers/outbound/postgres/server.record.ts';
import { PinHistoryRecord } from '../../modules/users/outbound/postgres/pin-history.record.ts';
import { UserGroupRecord } from '../../modules/users/outbound/postgres/user-group.record.ts';
import { UserNameRecord } from '../../modules/users/outbound/postgres/user-name.record.ts';
import { UserStandingRecord } from '../../modules/users/outbound/postgres/user-standing.record.ts';
import { UserRecord } from '../../modules/users/outbound/postgres/user.record.ts';
import { IdempotencyKeyRecord } from './idempotency-key.record.ts';

/** Every table that TypeORM knows. The partitioned `journal` is not among them: only SQL touches it. */
export const RECORDS = [
  ActivationCredentialRecord,
  AdministratorRecord,
  AdministratorRoleRecord,
  ApprovalRecord,
  AuthenticatorRecord,
  CompanySecretRecord,
  IdempotencyKeyRecord,
  JournalHeadRecord,
  JournalPendingRecord,
  PinHistoryRecord,
  RadiusClientRecord,
  RecoveryCodeRecord,
  RelyingPartyRecord,
  SecurityAnswerRecord,
  ServerRecord,
  SettingRecord,
  SettingsVersionRecord,
  SetupRecord,
  UserGroupRecord,
  UserNameRecord,
  UserPreferenceRecord,
  UserRecord,
  UserStandingRecord,
] as const;
