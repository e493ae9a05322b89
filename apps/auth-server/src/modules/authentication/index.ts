export { AuthenticationModule } from './authentication.module.ts';
export { StandingsModule } from './standings.module.ts';
export { Authenticate } from './application/authenticate.use-case.ts';
export type { PasskeyAnswer } from './application/ports/passkey-verifier.ts';
export { USER_LOOKUP, type UserLookup } from './application/ports/user-lookup.ts';
export type { SignInAnswer, SignInAttempt, SignInRecord } from './application/sign-in-attempt.ts';
export { AuthenticateStream } from './inbound/grpc/authenticate-stream.ts';
export { RECOVERY_CODE_LABEL } from './outbound/keyed-code-hashes.ts';
export {
  type ExplainedSignIn,
  type ExplainQuestion,
  ExplainSignIn,
} from './application/explain-sign-in.use-case.ts';
