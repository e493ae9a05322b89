export { AuthenticatorsModule } from './authenticators.module.ts';
export { AuthenticatorAdministrationGrpc } from './inbound/grpc/authenticator-administration.grpc.ts';
