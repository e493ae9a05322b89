export { AuthenticationModule } from './authentication.module.ts';
export { StandingsModule } from './standings.module.ts';
export { AuthenticateStream } from './inbound/grpc/authenticate-stream.ts';
export { RECOVERY_CODE_LABEL } from './outbound/keyed-code-hashes.ts';
export {
  type ExplainedSignIn,
  type ExplainQuestion,
  ExplainSignIn,
} from './application/explain-sign-in.use-case.ts';
