import type { HealthServer, Logger, Metrics } from '@countersign/observability';
import type { RpcChannel, TlsFiles } from '@countersign/rpc';
import type { FollowClients } from './application/follow-clients.use-case.ts';
import type { ReportTraffic } from './application/report-traffic.use-case.ts';
import type { SignIn } from './application/sign-in.use-case.ts';
import type { BoundSocket, RadiusDoor } from './inbound/radius/radius-door.ts';
import type { GrpcAuthenticationCore } from './outbound/grpc/grpc-authentication-core.ts';
import type { GrpcClientFeed } from './outbound/grpc/grpc-client-feed.ts';
import { readKernelDrops } from './outbound/system/kernel-drops.ts';

/** What {@link Gateway} starts and stops. */
export interface GatewayParts {
  readonly door: RadiusDoor;
  readonly core: GrpcAuthenticationCore;
  readonly feed: GrpcClientFeed;
  readonly followClients: FollowClients;
  readonly reportTraffic: ReportTraffic;
  readonly signIn: SignIn;
  readonly channel: RpcChannel;
  readonly tls: TlsFiles;
  readonly health: HealthServer;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly drainMilliseconds: number;
}

/** Where a started gateway listens. */
export interface StartedGateway {
  readonly sockets: readonly BoundSocket[];
  readonly healthPort: number;
}

const KERNEL_POLL_MILLISECONDS = 10_000;

/** The process as a whole: starts its parts in order, stops them in the opposite one. */
export class Gateway {
  readonly #parts: GatewayParts;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: GatewayParts) {
    this.#parts = parts;
  }

  /** Resolves when the sockets are bound; whether the core answers is for `/ready` to say. */
  async start(): Promise<StartedGateway> {
    const { core, door, followClients, reportTraffic, health } = this.#parts;
    health.addReadinessCheck('auth-server', async () => {
      if (!core.isAvailable) throw new Error('no auth-server is connected');
    });
    health.addReadinessCheck('radius-clients', async () => {
      if (!door.hasClientList) throw new Error('the list of RADIUS clients has not arrived');
    });
    core.start();
    followClients.execute((snapshot) => door.useClients(snapshot));
    const sockets = await door.start();
    reportTraffic.execute(door.traffic);
    const healthPort = await health.start();
    this.#measure(sockets);
    return { sockets, healthPort };
  }

  /** From now on not ready, and nothing new is taken; resolves when what is under way is answered, or time is over. */
  async drain(): Promise<void> {
    const { health, door, logger, drainMilliseconds } = this.#parts;
    health.drain();
    if (!(await door.drain(drainMilliseconds))) {
      logger.warn({ drainMilliseconds }, 'stopping with sign-ins unanswered: their clients ask another gateway');
    }
  }

  async stop(): Promise<void> {
    const { door, feed, core, reportTraffic, channel, tls, health } = this.#parts;
    clearInterval(this.#timer);
    reportTraffic.stop();
    await door.stop();
    feed.stop();
    core.stop();
    channel.close();
    tls.close();
    await health.stop();
  }

  #measure(sockets: readonly BoundSocket[]): void {
    const { metrics, core, signIn } = this.#parts;
    const gauge = (name: string, help: string) => metrics.gauge({ name: `countersign_radius_${name}`, help });
    const drops = gauge(
      'kernel_dropped_datagrams',
      'Datagrams the kernel dropped on our ports because none read them.',
    );
    const inFlight = gauge('sign_ins_in_flight', 'Sign-ins that wait for a verdict.');
    const streams = gauge('core_streams', 'Auth-servers that are connected.');
    const ports = sockets.map(({ port }) => port);
    const measure = async () => {
      inFlight.set(signIn.inFlight);
      streams.set(core.connected);
      drops.set(await readKernelDrops(ports));
    };
    this.#timer = setInterval(() => void measure(), KERNEL_POLL_MILLISECONDS);
    void measure();
  }
}
