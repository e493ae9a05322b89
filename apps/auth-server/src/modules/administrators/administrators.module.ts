import type { RandomSource } from '@countersign/crypto';
import { authenticatorsV1 } from '@countersign/contracts';
import { Module } from '@nestjs/common';
import type { Clock } from '../../platform/clock.ts';
import type { Database, UnitOfWork } from '../../platform/database.ts';
import { CLOCK, DATABASE, RANDOM, UNIT_OF_WORK } from '../../platform/tokens.ts';
import { AdministrationModule, Approvals, COMMAND_CONTEXTS, type CommandContexts } from '../administration/index.ts';
import { AuthenticatorAdministrationGrpc, AuthenticatorsModule } from '../authenticators/index.ts';
import { UserFinder, UsersModule } from '../users/index.ts';
import { administratorUseCases } from './application/administrator-use-cases.ts';
import {
  ADMINISTRATOR_REPOSITORY,
  type AdministratorRepository,
} from './application/ports/administrator-repository.ts';
import { AdministratorGrpc } from './inbound/grpc/administrator.grpc.ts';
import { PostgresAdministratorRepository } from './outbound/postgres/postgres-administrator-repository.ts';

const RECOVERY_CODES = 10;

const repository = {
  provide: ADMINISTRATOR_REPOSITORY,
  inject: [DATABASE],
  useFactory: (database: Database) => new PostgresAdministratorRepository(database),
};

type Parts = [
  UnitOfWork,
  AdministratorRepository,
  UserFinder,
  RandomSource,
  Approvals,
  AuthenticatorAdministrationGrpc,
  CommandContexts,
  Clock,
];

const administration = {
  provide: AdministratorGrpc,
  inject: [
    UNIT_OF_WORK,
    ADMINISTRATOR_REPOSITORY,
    UserFinder,
    RANDOM,
    Approvals,
    AuthenticatorAdministrationGrpc,
    COMMAND_CONTEXTS,
    CLOCK,
  ],
  useFactory: (...[unitOfWork, administrators, users, random, approvals, authenticators, contexts, clock]: Parts) =>
    new AdministratorGrpc({
      useCases: administratorUseCases({ unitOfWork, administrators, users, random }),
      repository: administrators,
      users,
      approvals,
      contexts,
      clock,
      recoveryCodes: async (user, call) => {
        const request = authenticatorsV1.CreateRecoveryCodesRequest.fromPartial({ user, count: RECOVERY_CODES });
        const { idempotencyKey: _key, ...rest } = call;
        const answer = await authenticators
          .handlers()
          .createRecoveryCodes(request, { ...rest, idempotencyKey: undefined });
        return answer.codes;
      },
    }),
};

/** Who may do what in the console: administrators, roles, and what waits for a second one. */
@Module({
  imports: [AdministrationModule, UsersModule, AuthenticatorsModule],
  providers: [repository, administration],
  exports: [ADMINISTRATOR_REPOSITORY, AdministratorGrpc],
})
export class AdministratorsModule {}
