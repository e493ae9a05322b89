import { DoorModule, StaticFiles } from '@countersign/http';
import type { Logger, Metrics } from '@countersign/observability';
import { type DynamicModule, Module } from '@nestjs/common';
import type { Config } from './config.ts';
import { CoreModule } from './core.module.ts';
import type { Core } from './core.ts';
import { routes } from './inbound/http/routes.ts';
import { CORE, METRICS } from './tokens.ts';

/** The admin console: its routes and its pages, over the core. */
@Module({})
export class AppModule {
  static with(config: Config, logger: Logger): DynamicModule {
    const door = DoorModule.with({
      imports: [CoreModule.with(config, logger)],
      inject: [CORE, METRICS],
      useFactory: (core: Core, metrics: Metrics) => ({
        routes,
        core,
        cookie: 'con',
        publicOrigin: config.PUBLIC_ORIGIN,
        pages: new StaticFiles(config.PAGES_DIR),
        metrics,
        logger,
      }),
    });
    return { module: AppModule, imports: [door] };
  }
}
