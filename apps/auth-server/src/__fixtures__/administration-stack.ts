import type { userDirectoryV1, usersV1 } from '@countersign/contracts';
import { Keyring, KeyedHash, Sealer, SystemRandom } from '@countersign/crypto';
import { defaultCompanySettings } from '@countersign/domain';
import { silentLogger } from '@countersign/observability';
import type { CallContext, ServiceImplementation } from '@countersign/rpc';
import { aTestRedis, type TestDatabase } from '@countersign/testing';
import { Approvals, CommandContexts, SealedSecrets } from '../modules/administration/index.ts';
import { PostgresApprovals } from '../modules/administration/outbound/postgres/postgres-approvals.ts';
import { PostgresAdministrators } from '../modules/administration/outbound/postgres/postgres-administrators.ts';
import { directoryUseCases } from '../modules/users/application/directory-use-cases.ts';
import { RunUserJobs } from '../modules/users/application/run-user-jobs.use-case.ts';
import { PostgresAdministratorRepository } from '../modules/administrators/outbound/postgres/postgres-administrator-repository.ts';
import { authenticatorUseCases } from '../modules/authenticators/application/authenticator-use-cases.ts';
import type { JoinedAuthenticatorUseCases } from '../modules/authenticators/index.ts';
import { PostgresAuthenticatorRepository } from '../modules/authenticators/outbound/postgres/postgres-authenticator-repository.ts';
import { PostgresTokenList } from '../modules/authenticators/outbound/postgres/postgres-token-list.ts';
import type { JoinedUserUseCases } from '../modules/users/index.ts';
import { RedisAcceptedFloors } from '../modules/authenticators/outbound/redis/redis-accepted-floors.ts';
import { UserFinder } from '../modules/users/application/user-finder.ts';
import { userUseCases } from '../modules/users/application/user-use-cases.ts';
import { UserAdministrationGrpc } from '../modules/users/inbound/grpc/user-administration.grpc.ts';
import { UserDirectoryGrpc } from '../modules/users/inbound/grpc/user-directory.grpc.ts';
import { PostgresUserJobs } from '../modules/users/outbound/postgres/postgres-user-jobs.ts';
import { PostgresUserRepository } from '../modules/users/outbound/postgres/postgres-user-repository.ts';
import { PostgresUserSearch } from '../modules/users/outbound/postgres/postgres-user-search.ts';
import { joining } from '../platform/joining.ts';
import { aMigratedDatabase, aRouterTo } from '../outbound/postgres/__fixtures__/databases.ts';
import { InMemoryUserVersionFence } from '../outbound/postgres/__fixtures__/in-memory-user-version-fence.ts';
import type { DbRouter } from '../outbound/postgres/db-router.ts';
import { PostgresUnitOfWork } from '../outbound/postgres/postgres-unit-of-work.ts';
import { redisKeys } from '../outbound/redis/keys.ts';
import { RedisConnection } from '../outbound/redis/redis-connection.ts';
import { InMemoryUserStandings } from './in-memory-user-standings.ts';
import { plainHasher } from './plain-hasher.ts';

/** When everything happens in these tests. */
export const NOW = Date.UTC(2026, 2, 1, 12);

/** Codec of a message, as the generated code exports it. */
interface Codec<T> {
  create(base?: object): T;
  encode(message: T): { finish(): Uint8Array };
  decode(octets: Uint8Array): T;
}

/** What the tests of the administration's modules share: real Postgres, real Redis, everything else of this process. */
export interface AdministrationStack {
  readonly database: TestDatabase;
  readonly router: DbRouter;
  readonly redis: RedisConnection;
  readonly clock: { time: number; now(): number };
  readonly keyring: Keyring;
  readonly sealer: Sealer;
  readonly keyedHash: KeyedHash;
  readonly random: SystemRandom;
  readonly fence: InMemoryUserVersionFence;
  readonly unitOfWork: PostgresUnitOfWork;
  readonly standings: InMemoryUserStandings;
  readonly contexts: CommandContexts;
  readonly secrets: SealedSecrets;
  readonly administrators: PostgresAdministrators;
  readonly approvals: Approvals;
  readonly administratorRepository: PostgresAdministratorRepository;
  /** Use cases of other modules inside of a change. */
  readonly joined: { readonly users: JoinedUserUseCases; readonly authenticators: JoinedAuthenticatorUseCases };
  readonly finder: UserFinder;
  /** What modules that build on these take. */
  readonly repositories: {
    readonly users: PostgresUserRepository;
    readonly authenticators: PostgresAuthenticatorRepository;
    readonly floors: RedisAcceptedFloors;
  };
  readonly users: ServiceImplementation<typeof usersV1.UserAdministrationServiceDefinition>;
  readonly directory: ServiceImplementation<typeof userDirectoryV1.UserDirectoryServiceDefinition>;
  /** Works on jobs only when a test says so. */
  readonly jobs: RunUserJobs;
  /** Empties everything but the schema. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** Starts one. */
export async function anAdministrationStack(): Promise<AdministrationStack> {
  const database = await aMigratedDatabase();
  const handle = aRouterTo(database);
  await handle.router.start();
  const testRedis = await aTestRedis();
  const redis = new RedisConnection(testRedis.url, silentLogger());
  await redis.ready(5000);
  const clock = { time: NOW, now: () => clock.time };
  const keyring = Keyring.inMemory(new Date(NOW));
  const sealer = new Sealer(keyring);
  const keyedHash = KeyedHash.of(keyring);
  const random = new SystemRandom();
  const fence = new InMemoryUserVersionFence();
  const unitOfWork = new PostgresUnitOfWork({
    database: handle.router,
    fence,
    sealer,
    random,
    logger: silentLogger(),
    instance: 'auth-1',
    onUsersChanged: () => undefined,
  });
  const standings = new InMemoryUserStandings();
  const settings = { current: () => defaultCompanySettings };
  const repository = new PostgresUserRepository(handle.router);
  const administrators = new PostgresAdministrators(handle.router);
  const finder = new UserFinder({ users: repository, settings, administrators });
  const secrets = new SealedSecrets(sealer);
  const needs = { users: repository, standings, hasher: plainHasher, settings, random, administrators };
  const joined = {
    users: ((tx) => userUseCases({ ...needs, unitOfWork: joining(tx) })) satisfies JoinedUserUseCases,
    authenticators: ((tx) =>
      authenticatorUseCases({
        unitOfWork: joining(tx),
        authenticators: new PostgresAuthenticatorRepository(handle.router),
        floors: { read: async () => await Promise.resolve({ lastAccepted: -1, notBefore: 0 }), raise: async () => await Promise.resolve() },
        users: finder,
        secrets,
        keyedHash,
        random,
        tokens: new PostgresTokenList(handle.router),
      })) satisfies JoinedAuthenticatorUseCases,
  };
  const contexts = new CommandContexts(clock, keyedHash);
  const jobs = new PostgresUserJobs(handle.router);
  const directory = directoryUseCases({
    ...needs,
    unitOfWork,
    search: new PostgresUserSearch(handle.router),
    jobs,
    approvals: new Approvals({ unitOfWork, approvals: new PostgresApprovals(handle.router), random }),
    wake: () => undefined,
  });
  return {
    database,
    router: handle.router,
    redis,
    clock,
    keyring,
    sealer,
    keyedHash,
    random,
    fence,
    unitOfWork,
    standings,
    contexts,
    administrators,
    administratorRepository: new PostgresAdministratorRepository(handle.router),
    joined,
    approvals: new Approvals({ unitOfWork, approvals: new PostgresApprovals(handle.router), random }),
    directory: new UserDirectoryGrpc(directory, contexts, clock).handlers(),
    jobs: new RunUserJobs({ unitOfWork, jobs, standings, clock }),
    secrets,
    finder,
    users: new UserAdministrationGrpc(userUseCases({ ...needs, unitOfWork }), contexts, clock).handlers(),
    repositories: {
      users: repository,
      authenticators: new PostgresAuthenticatorRepository(handle.router),
      floors: new RedisAcceptedFloors(redis),
    },
    reset: async () => {
      await truncate(database);
      await testRedis.clear();
      await redis.client.set(redisKeys.generation, `00000000-0000-4000-8000-000000000000|0`);
      clock.time = NOW;
      fence.isDown = false;
      standings.clear();
    },
    close: async () => {
      redis.close();
      handle.close();
      await database.drop();
    },
  };
}

/** Calls a handler with a message that went over the wire, as `cli/ops-1`, on behalf of anna. */
export async function ask<Request, Response>(
  handler: (request: Request, context: CallContext) => Promise<Response>,
  codec: Codec<Request>,
  message: object,
  context: Partial<CallContext> = {},
): Promise<Response> {
  const octets = codec.encode(codec.create(message)).finish();
  return await handler(codec.decode(octets), { ...aCall(), ...context });
}

/** A call of the operator anna. */
export function aCall(): CallContext {
  return {
    caller: { service: 'cli', instance: 'ops-1' },
    method: 'countersign.test/Test',
    deadline: undefined,
    idempotencyKey: undefined,
    operator: 'anna',
    signal: new AbortController().signal,
    draining: new AbortController().signal,
  };
}

/** The actions in the journal so far, oldest first. */
export async function journaled(database: TestDatabase): Promise<readonly { action: string; details: object }[]> {
  const rows = await database.query<{ event: { details: { action: string } } }>(
    'SELECT event FROM journal_pending ORDER BY id',
  );
  return rows.map(({ event }) => ({ action: event.details.action, details: event.details }));
}

/** Everything that a refused request must leave as it was. */
export async function contentsOf(database: TestDatabase): Promise<unknown> {
  const tables = ['users', 'user_names', 'user_groups', 'authenticators', 'recovery_codes', 'relying_parties', 'radius_clients', 'settings', 'journal_pending'];
  return await Promise.all(tables.map(async (table) => await database.query(`SELECT md5(t::text) FROM ${table} t ORDER BY 1`)));
}

async function truncate(database: TestDatabase): Promise<void> {
  await database.query(
    'TRUNCATE users, jobs, administrators, administrator_roles, approvals, setup, authenticators, relying_parties, radius_clients, settings, settings_versions, company_secrets, journal_pending, idempotency_keys CASCADE',
  );
}
