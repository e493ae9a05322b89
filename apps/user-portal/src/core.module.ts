import { type Logger, Metrics } from '@countersign/observability';
import { type RpcChannel, TlsFiles } from '@countersign/rpc';
import { type DynamicModule, Module } from '@nestjs/common';
import type { Config } from './config.ts';
import { coreOver, openCoreChannel } from './outbound/grpc/connect-core.ts';
import { CHANNEL, CONFIG, CORE, LOGGER, METRICS } from './tokens.ts';

/** What the door is told, and its way to the core. */
@Module({})
export class CoreModule {
  static with(config: Config, logger: Logger): DynamicModule {
    return {
      module: CoreModule,
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: LOGGER, useValue: logger },
        { provide: METRICS, useFactory: () => new Metrics() },
        { provide: TlsFiles, useFactory: () => tlsFiles(config, logger) },
        {
          provide: CHANNEL,
          inject: [TlsFiles],
          useFactory: (tls: TlsFiles) => openCoreChannel({ addresses: config.CORE_ADDRESSES, tls }),
        },
        { provide: CORE, inject: [CHANNEL], useFactory: (channel: RpcChannel) => coreOver(channel) },
      ],
      exports: [CONFIG, LOGGER, METRICS, TlsFiles, CHANNEL, CORE],
    };
  }
}

function tlsFiles(config: Config, logger: Logger): TlsFiles {
  const { TLS_CERT_FILE: certificate, TLS_KEY_FILE: key, TLS_CA_FILE: authority } = config;
  return new TlsFiles({ certificate, key, authority }, { logger });
}
