import type { RandomSource, Sealer } from '@countersign/crypto';
import type { Logger } from '@countersign/observability';
import { Inject, Module, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { Clock } from '../../platform/clock.ts';
import type { Database, UnitOfWork } from '../../platform/database.ts';
import { joining } from '../../platform/joining.ts';
import { CLOCK, DATABASE, LOGGER, RANDOM, SEALER, UNIT_OF_WORK } from '../../platform/tokens.ts';
import {
  ADMINISTRATORS,
  AdministrationModule,
  type Administrators,
  COMMAND_CONTEXTS,
  type CommandContexts,
} from '../administration/index.ts';
import { DirectoryModule, LOCAL_PASSWORD_HASHER, type LocalPasswordHasher } from '../directory/index.ts';
import { COMPANY_SETTINGS, type CompanySettingsSource, PoliciesModule } from '../policies/index.ts';
import { SIGN_IN_USERS } from './application/ports/sign-in-users.ts';
import { USER_REPOSITORY, type UserRepository } from './application/ports/user-repository.ts';
import { USER_STANDINGS, type UserStandings } from './application/ports/user-standings.ts';
import { type UserUseCases, userUseCases } from './application/user-use-cases.ts';
import { JOINED_USER_USE_CASES, type JoinedUserUseCases } from './application/joined-user-use-cases.ts';
import { UserFinder } from './application/user-finder.ts';
import type { UserDependencies } from './application/user-dependencies.ts';
import { UserJobWorker } from './application/user-job-worker.ts';
import { DIRECTORY_PROVIDERS, USER_DEPENDENCIES } from './directory.providers.ts';
import { UserAdministrationGrpc } from './inbound/grpc/user-administration.grpc.ts';
import { UserDirectoryGrpc } from './inbound/grpc/user-directory.grpc.ts';
import { PostgresSignInUsers } from './outbound/postgres/postgres-sign-in-users.ts';
import { PostgresUserRepository } from './outbound/postgres/postgres-user-repository.ts';

const USE_CASES = Symbol('USER_USE_CASES');

const repository = {
  provide: USER_REPOSITORY,
  inject: [DATABASE],
  useFactory: (database: Database) => new PostgresUserRepository(database),
};

const signInUsers = {
  provide: SIGN_IN_USERS,
  inject: [DATABASE, SEALER, LOGGER, COMPANY_SETTINGS],
  useFactory: (database: Database, sealer: Sealer, logger: Logger, settings: CompanySettingsSource) =>
    new PostgresSignInUsers({
      database,
      sealer,
      logger,
      pinExpiryDays: () => settings.current().pinRules.expiryDays,
    }),
};

const finder = {
  provide: UserFinder,
  inject: [USER_REPOSITORY, COMPANY_SETTINGS, ADMINISTRATORS],
  useFactory: (users: UserRepository, settings: CompanySettingsSource, administrators: Administrators) =>
    new UserFinder({ users, settings, administrators }),
};

type UseCaseParts = [
  UnitOfWork,
  UserRepository,
  UserStandings,
  LocalPasswordHasher,
  CompanySettingsSource,
  RandomSource,
  Administrators,
];

const dependencies = {
  provide: USER_DEPENDENCIES,
  inject: [
    UNIT_OF_WORK,
    USER_REPOSITORY,
    USER_STANDINGS,
    LOCAL_PASSWORD_HASHER,
    COMPANY_SETTINGS,
    RANDOM,
    ADMINISTRATORS,
  ],
  useFactory: (
    ...[unitOfWork, users, standings, hasher, settings, random, administrators]: UseCaseParts
  ): UserDependencies => ({ unitOfWork, users, standings, hasher, settings, random, administrators }),
};

const useCases = {
  provide: USE_CASES,
  inject: [USER_DEPENDENCIES],
  useFactory: (made: UserDependencies) => userUseCases(made),
};

const joined = {
  provide: JOINED_USER_USE_CASES,
  inject: dependencies.inject,
  useFactory: (...[, users, standings, hasher, settings, random, administrators]: UseCaseParts): JoinedUserUseCases => {
    return (tx) =>
      userUseCases({ unitOfWork: joining(tx), users, standings, hasher, settings, random, administrators });
  },
};

const administration = {
  provide: UserAdministrationGrpc,
  inject: [USE_CASES, COMMAND_CONTEXTS, CLOCK],
  useFactory: (made: UserUseCases, contexts: CommandContexts, clock: Clock) =>
    new UserAdministrationGrpc(made, contexts, clock),
};

/** People with an account: what sign-ins need to know of them, and what administrators do with them. */
@Module({
  imports: [AdministrationModule, PoliciesModule, DirectoryModule],
  providers: [repository, signInUsers, finder, dependencies, useCases, joined, administration, ...DIRECTORY_PROVIDERS],
  exports: [
    JOINED_USER_USE_CASES,
    SIGN_IN_USERS,
    USER_REPOSITORY,
    UserFinder,
    UserAdministrationGrpc,
    UserDirectoryGrpc,
  ],
})
export class UsersModule implements OnModuleInit, OnApplicationShutdown {
  readonly #worker: UserJobWorker;

  constructor(@Inject(UserJobWorker) worker: UserJobWorker) {
    this.#worker = worker;
  }

  onModuleInit(): void {
    this.#worker.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#worker.stop();
  }
}
