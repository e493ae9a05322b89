import { type RandomSource, uuidv7 } from '@countersign/crypto';
import type { Logger } from '@countersign/observability';
import { Inject, Module, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { Config } from '../../config.ts';
import type { RedisConnection } from '../../outbound/redis/redis-connection.ts';
import type { Database, UnitOfWork } from '../../platform/database.ts';
import type { ChangeEvents } from '../../platform/events.ts';
import { CONFIG, DATABASE, EVENTS, LOGGER, RANDOM, REDIS, UNIT_OF_WORK } from '../../platform/tokens.ts';
import {
  AdministrationModule,
  CHANGE_ANNOUNCER,
  type ChangeAnnouncer,
  COMMAND_CONTEXTS,
  type CommandContexts,
  SEALED_SECRETS,
  type SealedSecrets,
  SnapshotRefresher,
} from '../administration/index.ts';
import { ChangeSettings } from './application/change-settings.use-case.ts';
import { DescribeSettings } from './application/describe-settings.use-case.ts';
import { CompanySettingsSnapshot } from './application/company-settings-snapshot.ts';
import { GetSettings } from './application/get-settings.use-case.ts';
import { COMPANY_SETTINGS, type CompanySettingsSource } from './application/ports/company-settings-source.ts';
import { SETTINGS_REPOSITORY, type SettingsRepository } from './application/ports/settings-repository.ts';
import { MailServer } from './application/mail-server.use-case.ts';
import { SetSetting } from './application/set-setting.use-case.ts';
import { MailGrpc } from './inbound/grpc/mail.grpc.ts';
import { SettingsAdministrationGrpc } from './inbound/grpc/settings-administration.grpc.ts';
import { PostgresEditorFactors } from './outbound/postgres/postgres-editor-factors.ts';
import { PostgresMailPassword } from './outbound/postgres/postgres-mail-password.ts';
import { PostgresSettingsHistory } from './outbound/postgres/postgres-settings-history.ts';
import { PostgresSettingsRepository } from './outbound/postgres/postgres-settings-repository.ts';
import { RedisMailTests } from './outbound/redis/redis-mail-tests.ts';

const repository = {
  provide: SETTINGS_REPOSITORY,
  inject: [DATABASE],
  useFactory: (database: Database) => new PostgresSettingsRepository(database),
};

const snapshot = {
  provide: COMPANY_SETTINGS,
  inject: [SETTINGS_REPOSITORY, LOGGER],
  useFactory: (settings: SettingsRepository, logger: Logger) =>
    new CompanySettingsSnapshot({ settings, onProblem: (problem, error) => logger.error({ err: error }, problem) }),
};

type ChangeParts = [SettingsRepository, UnitOfWork, ChangeAnnouncer, Database, RandomSource, Config];

const change = {
  provide: ChangeSettings,
  inject: [SETTINGS_REPOSITORY, UNIT_OF_WORK, CHANGE_ANNOUNCER, DATABASE, RANDOM, CONFIG],
  useFactory: (...[settings, unitOfWork, announcer, database, random, config]: ChangeParts) =>
    new ChangeSettings({
      ...{ unitOfWork, settings, announcer },
      history: new PostgresSettingsHistory(database),
      editors: new PostgresEditorFactors(),
      hasDirectory: config.DIRECTORY_SERVERS_FILE !== undefined,
      newId: (now) => uuidv7(new Date(now), random),
    }),
};

const administration = {
  provide: SettingsAdministrationGrpc,
  inject: [SETTINGS_REPOSITORY, ChangeSettings, DATABASE, COMMAND_CONTEXTS],
  useFactory: (
    settings: SettingsRepository,
    changeSettings: ChangeSettings,
    database: Database,
    contexts: CommandContexts,
  ) => {
    const getSettings = new GetSettings(settings);
    return new SettingsAdministrationGrpc({
      ...{ getSettings, changeSettings, contexts },
      setSetting: new SetSetting(changeSettings, getSettings),
      describeSettings: new DescribeSettings(settings),
      history: new PostgresSettingsHistory(database),
    });
  },
};

type MailParts = [
  CompanySettingsSource,
  UnitOfWork,
  Database,
  SealedSecrets,
  RedisConnection,
  CommandContexts,
  RandomSource,
];

const mail = {
  provide: MailGrpc,
  inject: [COMPANY_SETTINGS, UNIT_OF_WORK, DATABASE, SEALED_SECRETS, REDIS, COMMAND_CONTEXTS, RANDOM],
  useFactory: (...[settings, unitOfWork, database, secrets, redis, contexts, random]: MailParts) => {
    const password = new PostgresMailPassword(database, secrets);
    const tests = new RedisMailTests(redis);
    const newId = (now: number) => uuidv7(new Date(now), random);
    const server = new MailServer({ unitOfWork, password, tests, settings, newId });
    return new MailGrpc({ server, password, tests, settings, contexts });
  },
};

/** Company settings: one set for the installation, in the memory of every server. */
@Module({
  imports: [AdministrationModule],
  providers: [repository, snapshot, change, administration, mail],
  exports: [COMPANY_SETTINGS, MailGrpc, SettingsAdministrationGrpc],
})
export class PoliciesModule implements OnModuleInit, OnApplicationShutdown {
  readonly #snapshot: CompanySettingsSnapshot;
  readonly #events: ChangeEvents;
  readonly #logger: Logger;
  #refresher: SnapshotRefresher | undefined;

  constructor(
    @Inject(COMPANY_SETTINGS) made: CompanySettingsSnapshot,
    @Inject(EVENTS) events: ChangeEvents,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.#snapshot = made;
    this.#events = events;
    this.#logger = logger;
  }

  async onModuleInit(): Promise<void> {
    const onFault = (error: unknown): void =>
      this.#logger.error({ err: error }, 'the company settings cannot be refreshed');
    this.#refresher = new SnapshotRefresher(this.#snapshot, this.#events, 'settings', onFault);
    await this.#snapshot.refresh();
  }

  onApplicationShutdown(): void {
    this.#refresher?.stop();
  }
}
