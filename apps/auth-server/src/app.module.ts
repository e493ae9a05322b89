import type { Logger } from '@countersign/observability';
import { type DynamicModule, Module } from '@nestjs/common';
import type { Config } from './config.ts';
import { PostgresModule } from './outbound/postgres/postgres.module.ts';
import { AdministrationModule } from './modules/administration/index.ts';
import { AdministratorsModule } from './modules/administrators/index.ts';
import { AuthenticationModule, StandingsModule } from './modules/authentication/index.ts';
import { AuthenticatorsModule } from './modules/authenticators/index.ts';
import { DeliveryModule } from './modules/delivery/index.ts';
import { DirectoryModule } from './modules/directory/index.ts';
import { JournalModule } from './modules/journal/index.ts';
import { OperationsModule } from './modules/operations/index.ts';
import { PoliciesModule } from './modules/policies/index.ts';
import { RelyingPartiesModule } from './modules/relying-parties/index.ts';
import { SelfServiceModule } from './modules/self-service/index.ts';
import { ServersModule } from './modules/servers/index.ts';
import { SetupModule } from './modules/setup/index.ts';
import { SessionsModule } from './modules/sessions/index.ts';
import { UsersModule } from './modules/users/index.ts';
import { PlatformModule } from './platform/platform.module.ts';

/** The auth-server: the modules that decide, over Postgres and Redis. */
@Module({})
export class AppModule {
  static with(config: Config, logger: Logger): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.with(config, logger),
        PostgresModule,
        StandingsModule,
        AdministrationModule,
        PoliciesModule,
        DirectoryModule,
        UsersModule,
        AuthenticatorsModule,
        AdministratorsModule,
        RelyingPartiesModule,
        JournalModule,
        DeliveryModule,
        AuthenticationModule,
        ServersModule,
        SetupModule,
        SessionsModule,
        SelfServiceModule,
        OperationsModule,
      ],
    };
  }
}
