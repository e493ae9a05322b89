export { PRINCIPAL_SESSIONS, type PrincipalSessions } from './application/ports/principal-sessions.ts';
export { SessionGrpc } from './inbound/grpc/session.grpc.ts';
export { SessionsModule } from './sessions.module.ts';
