import { type KeyedHash, type RandomSource, uuidv7 } from '@countersign/crypto';
import { builtInRelyingParty } from '@countersign/domain';
import type { Logger, Metrics } from '@countersign/observability';
import { Inject, Module, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { Config } from '../../config.ts';
import type { PostgresUnitOfWork } from '../../outbound/postgres/postgres-unit-of-work.ts';
import type { RedisConnection } from '../../outbound/redis/redis-connection.ts';
import type { Database } from '../../platform/database.ts';
import type { ChangeEvents } from '../../platform/events.ts';
import {
  CONFIG,
  DATABASE,
  EVENTS,
  KEYED_HASH,
  LOGGER,
  METRICS,
  RANDOM,
  REDIS,
  UNIT_OF_WORK,
} from '../../platform/tokens.ts';
import { ADMINISTRATORS, AdministrationModule, type Administrators } from '../administration/index.ts';
import {
  DELIVERY_FAILURES,
  type DeliveryFailures,
  DeliveryModule,
  TEXT_MESSAGES,
  type TextMessages,
} from '../delivery/index.ts';
import {
  DirectoryModule,
  LOCAL_PASSWORD_HASHER,
  type LocalPasswordHasher,
  PASSWORD_VERIFIER,
  type PasswordVerifier,
} from '../directory/index.ts';
import { COMPANY_SETTINGS, PoliciesModule } from '../policies/index.ts';
import { RELYING_PARTIES, RelyingPartiesModule } from '../relying-parties/index.ts';
import { SIGN_IN_USERS, type SignInUsers, UsersModule } from '../users/index.ts';
import { Authenticate } from './application/authenticate.use-case.ts';
import { CommitStep } from './application/commit-step.ts';
import { ExplainSignIn } from './application/explain-sign-in.use-case.ts';
import { PerformCommand } from './application/perform-command.ts';
import { AUTHENTICATION_STORE, type AuthenticationStore } from './application/ports/authentication-store.ts';
import { CODE_HASHES, type CodeHashes } from './application/ports/code-hashes.ts';
import type { RelyingPartySource, SettingsSource } from './application/ports/sources.ts';

import { USER_LOOKUP, type UserLookup } from './application/ports/user-lookup.ts';
import { AuthenticateStream } from './inbound/grpc/authenticate-stream.ts';
import { webAuthnPasskeyVerifier } from './outbound/webauthn/web-authn-passkey-verifier.ts';
import { keyedCodeHashes } from './outbound/keyed-code-hashes.ts';
import { CachedUserLookup } from './outbound/memory/cached-user-lookup.ts';
import { decisionCounter } from './outbound/metrics/decision-counter.ts';
import { PostgresStandingsArchive } from './outbound/postgres/postgres-standings-archive.ts';
import { RedisDeliveryOutcomes } from './outbound/redis/redis-delivery-outcomes.ts';
import { RedisAuthenticationStore } from './outbound/redis/redis-authentication-store.ts';
import { RedisGeneration } from './outbound/redis/redis-generation.ts';

const USER_MILLISECONDS = 60_000;
const ABSENCE_MILLISECONDS = 1000;
const WAIT_MILLISECONDS = 300;

const generation = {
  provide: RedisGeneration,
  inject: [REDIS, DATABASE, RANDOM, LOGGER],
  useFactory: (redis: RedisConnection, database: Database, random: RandomSource, logger: Logger) =>
    new RedisGeneration(redis, new PostgresStandingsArchive(database), random, logger),
};

const store = {
  provide: AUTHENTICATION_STORE,
  inject: [REDIS, RedisGeneration, CONFIG],
  useFactory: (redis: RedisConnection, known: RedisGeneration, config: Config) =>
    new RedisAuthenticationStore(redis, known, {
      replicas: config.REDIS_WAIT_REPLICAS,
      waitMilliseconds: WAIT_MILLISECONDS,
    }),
};

const lookup = {
  provide: USER_LOOKUP,
  inject: [SIGN_IN_USERS, CONFIG, RedisGeneration, UNIT_OF_WORK, EVENTS],
  useFactory: (
    users: SignInUsers,
    config: Config,
    known: RedisGeneration,
    ...rest: [PostgresUnitOfWork, ChangeEvents]
  ) => {
    const [unitOfWork, events] = rest;
    const cached = new CachedUserLookup(users, {
      mostUsers: config.USER_CACHE_ENTRIES,
      userMilliseconds: USER_MILLISECONDS,
      absenceMilliseconds: ABSENCE_MILLISECONDS,
      settle: (userId) => unitOfWork.settle(userId),
    });
    known.onChanged(() => cached.distrust());
    events.on('users', () => cached.expectNews());
    return cached;
  },
};

const hashes = {
  provide: CODE_HASHES,
  inject: [KEYED_HASH],
  useFactory: (keyedHash: KeyedHash) => keyedCodeHashes(keyedHash),
};

const perform = {
  provide: PerformCommand,
  inject: [AUTHENTICATION_STORE, PASSWORD_VERIFIER, LOCAL_PASSWORD_HASHER, TEXT_MESSAGES, CODE_HASHES, RANDOM],
  useFactory: (
    kept: AuthenticationStore,
    passwords: PasswordVerifier,
    hasher: LocalPasswordHasher,
    textMessages: TextMessages,
    codeHashes: CodeHashes,
    random: RandomSource,
  ) =>
    new PerformCommand({
      store: kept,
      passwords,
      hasher,
      textMessages,
      codeHashes,
      random,
      passkeys: webAuthnPasskeyVerifier,
    }),
};

const commit = {
  provide: CommitStep,
  inject: [AUTHENTICATION_STORE, RANDOM, CONFIG, METRICS],
  useFactory: (kept: AuthenticationStore, random: RandomSource, config: Config, metrics: Metrics) =>
    new CommitStep({
      store: kept,
      random,
      newEventId: (now) => uuidv7(new Date(now), random),
      server: config.INSTANCE_NAME,
      onDecided: decisionCounter(metrics),
    }),
};

type Parts = [
  RelyingPartySource,
  SettingsSource,
  UserLookup,
  AuthenticationStore,
  CodeHashes,
  PerformCommand,
  CommitStep,
  RandomSource,
  Administrators,
];

const authenticate = {
  provide: Authenticate,
  inject: [
    RELYING_PARTIES,
    COMPANY_SETTINGS,
    USER_LOOKUP,
    AUTHENTICATION_STORE,
    CODE_HASHES,
    PerformCommand,
    CommitStep,
    RANDOM,
    ADMINISTRATORS,
  ],
  useFactory: (
    ...[relyingParties, settings, users, kept, codeHashes, performCommand, commitStep, random, administrators]: Parts
  ) =>
    new Authenticate({
      relyingParties: { get: (id) => builtInRelyingParty(id, settings.current()) ?? relyingParties.get(id) },
      settings,
      users,
      store: kept,
      codeHashes,
      perform: performCommand,
      commit: commitStep,
      administrators,
      newId: () => uuidOf(random.bytes(16)),
      stopwatch: () => performance.now(),
    }),
};

type Sources = [RelyingPartySource, SettingsSource, UserLookup, AuthenticationStore, CodeHashes, RandomSource];

const explain = {
  provide: ExplainSignIn,
  inject: [RELYING_PARTIES, COMPANY_SETTINGS, USER_LOOKUP, AUTHENTICATION_STORE, CODE_HASHES, RANDOM],
  useFactory: (...[relyingParties, settings, users, kept, codeHashes, random]: Sources) =>
    new ExplainSignIn({
      relyingParties,
      settings,
      users,
      store: kept,
      codeHashes,
      newId: () => uuidOf(random.bytes(16)),
    }),
};

const stream = {
  provide: AuthenticateStream,
  inject: [Authenticate, LOGGER, REDIS],
  useFactory: (useCase: Authenticate, logger: Logger, redis: RedisConnection) =>
    new AuthenticateStream(useCase, logger, redis),
};

/** A random UUID (RFC 9562 section 5.4): unlike version 7 it tells nobody when the authentication began. */
function uuidOf(octets: Buffer): string {
  octets.writeUInt8((octets.readUInt8(6) & 0x0f) | 0x40, 6);
  octets.writeUInt8((octets.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = octets.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Sign-ins: the machine, the memory that all servers share, and the doors' stream. */
@Module({
  imports: [AdministrationModule, UsersModule, PoliciesModule, RelyingPartiesModule, DirectoryModule, DeliveryModule],
  providers: [generation, store, lookup, hashes, perform, commit, authenticate, explain, stream],
  exports: [Authenticate, AuthenticateStream, ExplainSignIn, RedisGeneration, AUTHENTICATION_STORE, USER_LOOKUP],
})
export class AuthenticationModule implements OnModuleInit, OnApplicationShutdown {
  readonly #generation: RedisGeneration;
  readonly #failures: DeliveryFailures;
  readonly #outcomes: RedisDeliveryOutcomes;
  #unsubscribe: () => void = () => undefined;

  constructor(
    @Inject(RedisGeneration) known: RedisGeneration,
    @Inject(DELIVERY_FAILURES) failures: DeliveryFailures,
    @Inject(REDIS) redis: RedisConnection,
  ) {
    this.#generation = known;
    this.#failures = failures;
    this.#outcomes = new RedisDeliveryOutcomes(redis);
  }

  onModuleInit(): void {
    this.#generation.start();
    this.#unsubscribe = this.#failures.subscribe(this.#outcomes);
  }

  onApplicationShutdown(): void {
    this.#unsubscribe();
    this.#generation.stop();
  }
}
