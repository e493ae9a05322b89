export { AdministrationModule } from './administration.module.ts';
export { ADMINISTRATORS, type Administrators } from './application/ports/administrators.ts';
export {
  type ApprovalRequest,
  Approvals,
  type ApprovalSubject,
  stateOf as approvalStateOf,
} from './application/approvals.ts';
export type { Approval } from './application/ports/approval-repository.ts';
export { CHANGE_ANNOUNCER, type ChangeAnnouncer } from './application/ports/change-announcer.ts';
export { demandMayActOn, demandNoAdministrator, rightsOf, ruleRefusal } from './application/rule-refusal.ts';
export { SEALED_SECRETS, SealedSecrets } from './application/sealed-secrets.ts';
export { type Snapshot, SnapshotRefresher } from './application/snapshot-refresher.ts';
export { columnKey, type CsvLimits, type CsvRow, readCsvTable } from './inbound/csv/read-csv-table.ts';
export { actorOf, COMMAND_CONTEXTS, CommandContexts, type MessageEncoder } from './inbound/grpc/command-context.ts';
export {
  count,
  fileContent,
  isRecordId,
  multilineText,
  recordId,
  requiredText,
  secret,
  text,
  texts,
  wordOrEmpty,
} from './inbound/grpc/fields.ts';
export { KeyAdministrationGrpc } from './inbound/grpc/key-administration.grpc.ts';
export { parseMessage } from './inbound/grpc/parse-message.ts';
export { permissionsOf, scopeOf } from './outbound/postgres/postgres-administrators.ts';
export { readFresh } from './outbound/postgres/read-fresh.ts';
export { isUniqueViolation } from './outbound/postgres/unique-violation.ts';
