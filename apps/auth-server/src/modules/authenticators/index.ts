export {
  JOINED_AUTHENTICATOR_USE_CASES,
  type JoinedAuthenticatorUseCases,
} from './application/joined-authenticator-use-cases.ts';
export { AuthenticatorsModule } from './authenticators.module.ts';
export { AuthenticatorAdministrationGrpc } from './inbound/grpc/authenticator-administration.grpc.ts';
