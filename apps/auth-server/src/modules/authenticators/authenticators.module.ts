import type { KeyedHash, RandomSource } from '@countersign/crypto';
import { Module } from '@nestjs/common';
import type { RedisConnection } from '../../outbound/redis/redis-connection.ts';
import type { Database, UnitOfWork } from '../../platform/database.ts';
import { joining } from '../../platform/joining.ts';
import { DATABASE, KEYED_HASH, RANDOM, REDIS, UNIT_OF_WORK } from '../../platform/tokens.ts';
import {
  AdministrationModule,
  COMMAND_CONTEXTS,
  type CommandContexts,
  SEALED_SECRETS,
  type SealedSecrets,
} from '../administration/index.ts';
import { UserFinder, UsersModule } from '../users/index.ts';
import { type AuthenticatorUseCases, authenticatorUseCases } from './application/authenticator-use-cases.ts';
import {
  JOINED_AUTHENTICATOR_USE_CASES,
  type JoinedAuthenticatorUseCases,
} from './application/joined-authenticator-use-cases.ts';
import { ACCEPTED_FLOORS, type AcceptedFloors } from './application/ports/accepted-floors.ts';
import {
  AUTHENTICATOR_REPOSITORY,
  type AuthenticatorRepository,
} from './application/ports/authenticator-repository.ts';
import { TOKEN_LIST, type TokenList } from './application/ports/token-list.ts';
import { AuthenticatorAdministrationGrpc } from './inbound/grpc/authenticator-administration.grpc.ts';
import { PostgresAuthenticatorRepository } from './outbound/postgres/postgres-authenticator-repository.ts';
import { PostgresTokenList } from './outbound/postgres/postgres-token-list.ts';
import { RedisAcceptedFloors } from './outbound/redis/redis-accepted-floors.ts';

const USE_CASES = Symbol('AUTHENTICATOR_USE_CASES');

const repository = {
  provide: AUTHENTICATOR_REPOSITORY,
  inject: [DATABASE],
  useFactory: (database: Database) => new PostgresAuthenticatorRepository(database),
};

const floors = {
  provide: ACCEPTED_FLOORS,
  inject: [REDIS],
  useFactory: (redis: RedisConnection) => new RedisAcceptedFloors(redis),
};

const tokenList = {
  provide: TOKEN_LIST,
  inject: [DATABASE],
  useFactory: (database: Database) => new PostgresTokenList(database),
};

type Parts = [
  UnitOfWork,
  AuthenticatorRepository,
  AcceptedFloors,
  UserFinder,
  SealedSecrets,
  KeyedHash,
  RandomSource,
  TokenList,
];

const useCases = {
  provide: USE_CASES,
  inject: [
    UNIT_OF_WORK,
    AUTHENTICATOR_REPOSITORY,
    ACCEPTED_FLOORS,
    UserFinder,
    SEALED_SECRETS,
    KEYED_HASH,
    RANDOM,
    TOKEN_LIST,
  ],
  useFactory: (...[unitOfWork, authenticators, known, users, secrets, keyedHash, random, tokens]: Parts) =>
    authenticatorUseCases({
      unitOfWork,
      authenticators,
      floors: known,
      users,
      secrets,
      keyedHash,
      random,
      tokens,
    }),
};

const joined = {
  provide: JOINED_AUTHENTICATOR_USE_CASES,
  inject: useCases.inject,
  useFactory: (
    ...[, authenticators, known, users, secrets, keyedHash, random, tokens]: Parts
  ): JoinedAuthenticatorUseCases => {
    const rest = { authenticators, floors: known, users, secrets, keyedHash, random, tokens };
    return (tx) => authenticatorUseCases({ unitOfWork: joining(tx), ...rest });
  },
};

const administration = {
  provide: AuthenticatorAdministrationGrpc,
  inject: [USE_CASES, COMMAND_CONTEXTS],
  useFactory: (made: AuthenticatorUseCases, contexts: CommandContexts) =>
    new AuthenticatorAdministrationGrpc(made, contexts),
};

/** What users have to prove themselves with, and what administrators do with it. */
@Module({
  imports: [AdministrationModule, UsersModule],
  providers: [repository, floors, tokenList, useCases, joined, administration],
  exports: [ACCEPTED_FLOORS, AUTHENTICATOR_REPOSITORY, JOINED_AUTHENTICATOR_USE_CASES, AuthenticatorAdministrationGrpc],
})
export class AuthenticatorsModule {}
