export {
  JOINED_AUTHENTICATOR_USE_CASES,
  type JoinedAuthenticatorUseCases,
} from './application/joined-authenticator-use-cases.ts';
export { ACCEPTED_FLOORS, type AcceptedFloor, type AcceptedFloors } from './application/ports/accepted-floors.ts';
export {
  AUTHENTICATOR_REPOSITORY,
  type AuthenticatorRepository,
  type AuthenticatorRow,
  seedLocation,
} from './application/ports/authenticator-repository.ts';
export { AuthenticatorsModule } from './authenticators.module.ts';
export { AuthenticatorAdministrationGrpc } from './inbound/grpc/authenticator-administration.grpc.ts';
