export { ACCEPTED_FLOORS, type AcceptedFloor, type AcceptedFloors } from './application/ports/accepted-floors.ts';
export {
  AUTHENTICATOR_REPOSITORY,
  type AuthenticatorRepository,
  type AuthenticatorRow,
  seedLocation,
} from './application/ports/authenticator-repository.ts';
export { AuthenticatorsModule } from './authenticators.module.ts';
export { AuthenticatorAdministrationGrpc } from './inbound/grpc/authenticator-administration.grpc.ts';
