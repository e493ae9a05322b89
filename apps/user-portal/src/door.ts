import { createHttpServer, type HttpServer } from '@countersign/http';
import { HealthServer, type Logger, type Metrics } from '@countersign/observability';
import { type RpcChannel, TlsFiles } from '@countersign/rpc';
import { AppModule } from './app.module.ts';
import type { Config } from './config.ts';
import type { Core } from './core.ts';
import { CHANNEL, CORE, METRICS } from './tokens.ts';

/** Where a started door listens. */
export interface StartedDoor {
  readonly port: number;
  readonly healthPort: number;
}

/** The process as a whole: starts its parts in order, stops them in the opposite one. */
export class Door {
  readonly #server: HttpServer;
  readonly #health: HealthServer;
  readonly #core: Core;
  readonly #channel: RpcChannel;
  readonly #tls: TlsFiles;

  private constructor(server: HttpServer, config: Config, logger: Logger) {
    const { application } = server;
    this.#server = server;
    this.#core = application.get<Core>(CORE, { strict: false });
    this.#channel = application.get<RpcChannel>(CHANNEL, { strict: false });
    this.#tls = application.get(TlsFiles, { strict: false });
    const metrics = application.get<Metrics>(METRICS, { strict: false });
    this.#health = new HealthServer({ ...config.HEALTH_LISTEN, metrics, logger });
    this.#health.addReadinessCheck('auth-server', async () => {
      if (this.#core.state.current.server === '') throw new Error('no auth-server answers');
    });
  }

  static async create(config: Config, logger: Logger): Promise<Door> {
    const { HTTPS_CERT_FILE: certificate, HTTPS_KEY_FILE: key } = config;
    const server = await createHttpServer({
      module: AppModule.with(config, logger),
      listen: config.HTTP_LISTEN,
      ...(certificate === undefined || key === undefined ? {} : { https: { certificate, key } }),
      trustedProxies: config.TRUSTED_PROXIES,
      logger,
    });
    return new Door(server, config, logger);
  }

  /** Resolves when browsers can connect; whether the core answers is for `/ready` to say. */
  async start(): Promise<StartedDoor> {
    await this.#core.state.start();
    const port = await this.#server.start();
    return { port, healthPort: await this.#health.start() };
  }

  /** From now on not ready. */
  drain(): void {
    this.#health.drain();
  }

  /** Finishes what is under way, then closes everything. */
  async stop(): Promise<void> {
    this.#core.state.stop();
    await this.#server.stop();
    this.#channel.close();
    this.#tls.close();
    await this.#health.stop();
  }
}
