import type { Logger } from '@countersign/observability';
import { Inject, Module, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { Database, UnitOfWork } from '../../platform/database.ts';
import type { ChangeEvents } from '../../platform/events.ts';
import { DATABASE, EVENTS, LOGGER, UNIT_OF_WORK } from '../../platform/tokens.ts';
import {
  AdministrationModule,
  CHANGE_ANNOUNCER,
  type ChangeAnnouncer,
  COMMAND_CONTEXTS,
  type CommandContexts,
  SnapshotRefresher,
} from '../administration/index.ts';
import { CompanySettingsSnapshot } from './application/company-settings-snapshot.ts';
import { GetSettings } from './application/get-settings.use-case.ts';
import { COMPANY_SETTINGS } from './application/ports/company-settings-source.ts';
import { SETTINGS_REPOSITORY, type SettingsRepository } from './application/ports/settings-repository.ts';
import { SetSetting } from './application/set-setting.use-case.ts';
import { SettingsAdministrationGrpc } from './inbound/grpc/settings-administration.grpc.ts';
import { PostgresSettingsRepository } from './outbound/postgres/postgres-settings-repository.ts';

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

const administration = {
  provide: SettingsAdministrationGrpc,
  inject: [SETTINGS_REPOSITORY, UNIT_OF_WORK, CHANGE_ANNOUNCER, COMMAND_CONTEXTS],
  useFactory: (
    settings: SettingsRepository,
    unitOfWork: UnitOfWork,
    announcer: ChangeAnnouncer,
    contexts: CommandContexts,
  ) =>
    new SettingsAdministrationGrpc(
      new GetSettings(settings),
      new SetSetting({ unitOfWork, settings, announcer }),
      contexts,
    ),
};

/** Company settings: one set for the installation, in the memory of every server. */
@Module({
  imports: [AdministrationModule],
  providers: [repository, snapshot, administration],
  exports: [COMPANY_SETTINGS, SettingsAdministrationGrpc],
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
