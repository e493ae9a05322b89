export { USER_REPOSITORY, type UserRepository } from './application/ports/user-repository.ts';
export type { AuthenticatorSummary, ManagedUser } from './application/ports/managed-user.ts';
export { SIGN_IN_USERS, type SignInRead, type SignInUsers } from './application/ports/sign-in-users.ts';
export {
  type Standing,
  type StandingCommand,
  USER_STANDINGS,
  type UserStandings,
} from './application/ports/user-standings.ts';
export { JOINED_USER_USE_CASES, type JoinedUserUseCases } from './application/joined-user-use-cases.ts';
export { UserFinder } from './application/user-finder.ts';
export { mailAddress, passwordOrEmpty, userName } from './inbound/grpc/user-fields.ts';
export { UserAdministrationGrpc } from './inbound/grpc/user-administration.grpc.ts';
export { UserDirectoryGrpc } from './inbound/grpc/user-directory.grpc.ts';
export { UsersModule } from './users.module.ts';
