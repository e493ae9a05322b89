import type { KeyedHash, RandomSource, Sealer } from '@countersign/crypto';
import type { Logger } from '@countersign/observability';
import { Module } from '@nestjs/common';
import type { RedisConnection } from '../../outbound/redis/redis-connection.ts';
import type { Database, UnitOfWork } from '../../platform/database.ts';
import { CONFIG, DATABASE, KEYED_HASH, LOGGER, RANDOM, REDIS, SEALER, UNIT_OF_WORK } from '../../platform/tokens.ts';
import {
  AdministrationModule,
  COMMAND_CONTEXTS,
  type CommandContexts,
  SEALED_SECRETS,
  type SealedSecrets,
} from '../administration/index.ts';
import {
  ACCEPTED_FLOORS,
  type AcceptedFloors,
  AUTHENTICATOR_REPOSITORY,
  type AuthenticatorRepository,
  AuthenticatorsModule,
} from '../authenticators/index.ts';
import {
  DeliveryModule,
  MAIL_MESSAGES,
  type MailMessages,
  TEXT_MESSAGES,
  type TextMessages,
} from '../delivery/index.ts';
import { DirectoryModule, LOCAL_PASSWORD_HASHER, type LocalPasswordHasher } from '../directory/index.ts';
import { JOURNAL_STREAM, JournalModule, type JournalStream } from '../journal/index.ts';
import { COMPANY_SETTINGS, type CompanySettingsSource, PoliciesModule } from '../policies/index.ts';
import {
  USER_REPOSITORY,
  USER_STANDINGS,
  UserFinder,
  type UserRepository,
  UsersModule,
  type UserStandings,
} from '../users/index.ts';
import { Notices } from './application/notices.ts';
import { MAIL_OUTBOX, type MailOutbox } from './application/ports/notices.ts';
import { OWN_SESSIONS, type OwnSessions } from './application/ports/own-sessions.ts';
import { SELF_SERVICE_STORE, type SelfServiceStore } from './application/ports/self-service-store.ts';
import { SendWelcomeMail, WELCOME_MAIL } from './application/send-welcome-mail.use-case.ts';
import type { SelfServiceDependencies } from './application/self-service-dependencies.ts';
import { selfServiceUseCases, type SelfServiceUseCases } from './application/self-service-use-cases.ts';
import { SECURITY_ANSWERS, VerifyAnswers } from './application/verify-answers.use-case.ts';
import { EnrollmentGrpc } from './inbound/grpc/enrollment.grpc.ts';
import { OwnAccountGrpc } from './inbound/grpc/own-account.grpc.ts';
import { OwnMethodsGrpc } from './inbound/grpc/own-methods.grpc.ts';
import { WelcomeMailGrpc } from './inbound/grpc/welcome-mail.grpc.ts';
import { DeliveredMailOutbox } from './outbound/delivery/delivered-mail-outbox.ts';
import { PostgresSelfServiceStore } from './outbound/postgres/postgres-self-service-store.ts';
import { RedisPendingEnrollments } from './outbound/redis/redis-pending-enrollments.ts';
import { SimplePasskeyRegistrations } from './outbound/webauthn/simple-passkey-registrations.ts';
import { SessionsOfPrincipals } from './outbound/sessions/sessions-of-principals.ts';
import { PRINCIPAL_SESSIONS, type PrincipalSessions, SessionsModule } from '../sessions/index.ts';

const USE_CASES = Symbol('SELF_SERVICE_USE_CASES');
const DEPENDENCIES = Symbol('SELF_SERVICE_DEPENDENCIES');

const store = {
  provide: SELF_SERVICE_STORE,
  inject: [DATABASE],
  useFactory: (database: Database) => new PostgresSelfServiceStore(database),
};

const outbox = {
  provide: MAIL_OUTBOX,
  inject: [MAIL_MESSAGES, COMPANY_SETTINGS],
  useFactory: (messages: MailMessages, settings: CompanySettingsSource) => new DeliveredMailOutbox(messages, settings),
};

const sessions = {
  provide: OWN_SESSIONS,
  inject: [PRINCIPAL_SESSIONS],
  useFactory: (made: PrincipalSessions) => new SessionsOfPrincipals(made),
};

const notices = {
  provide: Notices,
  inject: [MAIL_OUTBOX, SELF_SERVICE_STORE, COMPANY_SETTINGS, LOGGER],
  useFactory: (made: MailOutbox, facts: SelfServiceStore, settings: CompanySettingsSource, logger: Logger) =>
    new Notices({
      outbox: made,
      store: facts,
      settings,
      onFailure: (event, userId, problem) =>
        logger.warn({ event, userId, err: problem }, 'A user could not be told of a change by mail.'),
    }),
};

/** In the order of their tokens; the names are those of the dependencies. */
const PARTS = {
  unitOfWork: UNIT_OF_WORK,
  finder: UserFinder,
  users: USER_REPOSITORY,
  standings: USER_STANDINGS,
  authenticators: AUTHENTICATOR_REPOSITORY,
  floors: ACCEPTED_FLOORS,
  store: SELF_SERVICE_STORE,
  sessions: OWN_SESSIONS,
  notices: Notices,
  textMessages: TEXT_MESSAGES,
  hasher: LOCAL_PASSWORD_HASHER,
  settings: COMPANY_SETTINGS,
  secrets: SEALED_SECRETS,
  keyedHash: KEYED_HASH,
  random: RANDOM,
} as const;

type Parts = [
  UnitOfWork,
  UserFinder,
  UserRepository,
  UserStandings,
  AuthenticatorRepository,
  AcceptedFloors,
  SelfServiceStore,
  OwnSessions,
  Notices,
  TextMessages,
  LocalPasswordHasher,
  CompanySettingsSource,
  SealedSecrets,
  KeyedHash,
  RandomSource,
];

const dependencies = {
  provide: DEPENDENCIES,
  inject: [REDIS, SEALER, ...Object.values(PARTS)],
  useFactory: (redis: RedisConnection, sealer: Sealer, ...parts: Parts): SelfServiceDependencies => {
    const [unitOfWork, finder, users, standings, authenticators, floors, kept, own, told, ...rest] = parts;
    const [textMessages, hasher, settings, secrets, keyedHash, random] = rest;
    return {
      ...{ unitOfWork, finder, users, standings, authenticators, floors, store: kept, sessions: own, notices: told },
      ...{ textMessages, hasher, settings, secrets, keyedHash, random },
      pending: new RedisPendingEnrollments(redis, sealer),
      passkeys: new SimplePasskeyRegistrations(),
    };
  },
};

const useCases = {
  provide: USE_CASES,
  inject: [DEPENDENCIES, JOURNAL_STREAM, CONFIG],
  useFactory: (made: SelfServiceDependencies, journal: JournalStream, config: { readonly INSTANCE_NAME: string }) =>
    selfServiceUseCases({ ...made, journal, server: config.INSTANCE_NAME }),
};

const welcome = {
  provide: WELCOME_MAIL,
  inject: [DEPENDENCIES],
  useFactory: (made: SelfServiceDependencies) => new SendWelcomeMail(made),
};

const answers = {
  provide: SECURITY_ANSWERS,
  inject: [DEPENDENCIES],
  useFactory: (made: SelfServiceDependencies) => new VerifyAnswers(made),
};

const edges = [
  {
    provide: OwnMethodsGrpc,
    inject: [USE_CASES, COMMAND_CONTEXTS],
    useFactory: (made: SelfServiceUseCases, contexts: CommandContexts) => new OwnMethodsGrpc(made, contexts),
  },
  {
    provide: EnrollmentGrpc,
    inject: [USE_CASES, COMMAND_CONTEXTS],
    useFactory: (made: SelfServiceUseCases, contexts: CommandContexts) => new EnrollmentGrpc(made, contexts),
  },
  {
    provide: OwnAccountGrpc,
    inject: [USE_CASES, COMMAND_CONTEXTS],
    useFactory: (made: SelfServiceUseCases, contexts: CommandContexts) => new OwnAccountGrpc(made, contexts),
  },
  {
    provide: WelcomeMailGrpc,
    inject: [WELCOME_MAIL, COMMAND_CONTEXTS],
    useFactory: (made: SendWelcomeMail, contexts: CommandContexts) => new WelcomeMailGrpc(made, contexts),
  },
];

/** What people set up, see and decide about their own account. */
@Module({
  imports: [
    AdministrationModule,
    AuthenticatorsModule,
    DeliveryModule,
    DirectoryModule,
    JournalModule,
    PoliciesModule,
    SessionsModule,
    UsersModule,
  ],
  providers: [store, outbox, sessions, notices, dependencies, useCases, welcome, answers, ...edges],
  exports: [OwnMethodsGrpc, EnrollmentGrpc, OwnAccountGrpc, WelcomeMailGrpc, WELCOME_MAIL, SECURITY_ANSWERS],
})
export class SelfServiceModule {}
