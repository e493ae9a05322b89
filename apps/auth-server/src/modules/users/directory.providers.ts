import type { Logger } from '@countersign/observability';
import { isDomainError } from '@countersign/errors';
import type { Clock } from '../../platform/clock.ts';
import type { Database, UnitOfWork } from '../../platform/database.ts';
import { realTimer } from '../../platform/timer.ts';
import { CLOCK, DATABASE, LOGGER, UNIT_OF_WORK } from '../../platform/tokens.ts';
import { Approvals, COMMAND_CONTEXTS, type CommandContexts } from '../administration/index.ts';
import { directoryUseCases } from './application/directory-use-cases.ts';
import { USER_JOBS, type UserJobs } from './application/ports/user-jobs.ts';
import { USER_SEARCH, type UserSearch } from './application/ports/user-search.ts';
import { USER_STANDINGS, type UserStandings } from './application/ports/user-standings.ts';
import { RunUserJobs } from './application/run-user-jobs.use-case.ts';
import type { UserDependencies } from './application/user-dependencies.ts';
import { UserJobWorker } from './application/user-job-worker.ts';
import { UserDirectoryGrpc } from './inbound/grpc/user-directory.grpc.ts';
import { PostgresUserJobs } from './outbound/postgres/postgres-user-jobs.ts';
import { PostgresUserSearch } from './outbound/postgres/postgres-user-search.ts';

/** DI token of what all use cases of this module work with. */
export const USER_DEPENDENCIES = Symbol('USER_DEPENDENCIES');

const search = {
  provide: USER_SEARCH,
  inject: [DATABASE],
  useFactory: (database: Database) => new PostgresUserSearch(database),
};

const jobs = {
  provide: USER_JOBS,
  inject: [DATABASE],
  useFactory: (database: Database) => new PostgresUserJobs(database),
};

const worker = {
  provide: UserJobWorker,
  inject: [UNIT_OF_WORK, USER_JOBS, USER_STANDINGS, CLOCK, LOGGER],
  useFactory: (
    unitOfWork: UnitOfWork,
    stored: UserJobs,
    standings: UserStandings,
    clock: Clock,
    logger: Logger,
  ): UserJobWorker =>
    new UserJobWorker({
      jobs: new RunUserJobs({ unitOfWork, jobs: stored, standings, clock }),
      timer: realTimer,
      onProblem: (error) => {
        // Without a master nothing can be done, and everybody is told of that elsewhere.
        if (isDomainError(error, 'master_offline')) return;
        logger.warn({ err: error }, 'A job on users goes on later.');
      },
    }),
};

const administration = {
  provide: UserDirectoryGrpc,
  inject: [USER_DEPENDENCIES, USER_SEARCH, USER_JOBS, Approvals, UserJobWorker, COMMAND_CONTEXTS, CLOCK],
  useFactory: (
    ...[dependencies, found, stored, approvals, works, contexts, clock]: [
      UserDependencies,
      UserSearch,
      UserJobs,
      Approvals,
      UserJobWorker,
      CommandContexts,
      Clock,
    ]
  ): UserDirectoryGrpc => {
    const more = { search: found, jobs: stored, approvals, wake: () => works.wake() };
    const useCases = directoryUseCases({ ...dependencies, ...more });
    return new UserDirectoryGrpc(useCases, contexts, clock);
  },
};

/** Search, bulk work and export. */
export const DIRECTORY_PROVIDERS = [search, jobs, worker, administration];
