export { FRAUD_REPORTS, type FraudReports, type NewFraudReport } from './application/ports/fraud-reports.ts';
export { SignInLogGrpc } from './inbound/grpc/sign-in-log.grpc.ts';
export { StandingsGrpc } from './inbound/grpc/standings.grpc.ts';
export { StatusGrpc } from './inbound/grpc/status.grpc.ts';
export { OperationsModule } from './operations.module.ts';
