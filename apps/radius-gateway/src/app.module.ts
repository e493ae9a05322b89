import { radiusClientsV1 } from '@countersign/contracts';
import { HealthServer, type Logger, Metrics } from '@countersign/observability';
import type { Dictionary } from '@countersign/radius';
import { createRpcChannel, type RpcChannel, TlsFiles } from '@countersign/rpc';
import { type DynamicModule, type FactoryProvider, Module } from '@nestjs/common';
import { FollowClients } from './application/follow-clients.use-case.ts';
import type { ClientSnapshotStore } from './application/ports/client-configuration.ts';
import type { MonotonicClock } from './application/ports/monotonic-clock.ts';
import { ReportTraffic } from './application/report-traffic.use-case.ts';
import { SignIn } from './application/sign-in.use-case.ts';
import type { Config } from './config.ts';
import { Gateway } from './gateway.ts';
import { RadiusDoor } from './inbound/radius/radius-door.ts';
import { NoClientFile } from './outbound/file/no-client-file.ts';
import { readDictionary } from './outbound/file/read-dictionary.ts';
import { SealedClientFile } from './outbound/file/sealed-client-file.ts';
import { fromSnapshot, toSnapshot } from './outbound/grpc/client-configuration.mapper.ts';
import { GrpcAccountingStore } from './outbound/grpc/grpc-accounting-store.ts';
import { GrpcAuthenticationCore } from './outbound/grpc/grpc-authentication-core.ts';
import { GrpcClientFeed } from './outbound/grpc/grpc-client-feed.ts';
import { GrpcTrafficReports } from './outbound/grpc/grpc-traffic-reports.ts';
import { ProcessClock } from './outbound/system/process-clock.ts';
import * as token from './tokens.ts';

const BURST_OF_A_USER = 5;

/** Composes the gateway. The framework builds and starts it; no request passes through it. */
@Module({})
export class AppModule {
  static register(config: Config, logger: Logger): DynamicModule {
    return {
      module: AppModule,
      providers: [
        { provide: token.CONFIG, useValue: config },
        { provide: token.LOGGER, useValue: logger },
        { provide: token.METRICS, useFactory: () => new Metrics() },
        { provide: token.CLOCK, useFactory: () => new ProcessClock() },
        ...outboundProviders,
        ...applicationProviders,
        doorProvider,
        healthProvider,
        gatewayProvider,
      ],
    };
  }
}

const outboundProviders: readonly FactoryProvider[] = [
  {
    provide: token.TLS,
    inject: [token.CONFIG, token.LOGGER],
    useFactory: (config: Config, logger: Logger) => {
      const { TLS_CERT_FILE: certificate, TLS_KEY_FILE: key, TLS_CA_FILE: authority } = config;
      return new TlsFiles({ certificate, key, authority }, { logger });
    },
  },
  {
    provide: token.CHANNEL,
    inject: [token.CONFIG, token.TLS],
    useFactory: ({ CORE_ADDRESSES: addresses }: Config, tls: TlsFiles) => {
      const { fullName, methods } = radiusClientsV1.RadiusClientFeedServiceDefinition;
      // A record carries a key of its own: handing it over twice keeps it once.
      const idempotentMethods = [`${fullName}/${methods.recordAccounting.name}`];
      return createRpcChannel({ addresses, tls, serverIdentity: 'auth-server', idempotentMethods });
    },
  },
  {
    provide: token.AUTHENTICATION_CORE,
    inject: [token.CONFIG, token.TLS, token.LOGGER, token.CLOCK],
    useFactory: (config: Config, tls: TlsFiles, logger: Logger, clock: MonotonicClock) =>
      new GrpcAuthenticationCore({ addresses: config.CORE_ADDRESSES, tls, logger, clock }),
  },
  {
    provide: token.ACCOUNTING_STORE,
    inject: [token.CHANNEL],
    useFactory: (channel: RpcChannel) => new GrpcAccountingStore(channel),
  },
  {
    provide: token.CLIENT_FEED,
    inject: [token.CHANNEL, token.LOGGER],
    useFactory: (channel: RpcChannel, logger: Logger) => new GrpcClientFeed(channel, logger),
  },
  {
    provide: token.CLIENT_STORE,
    inject: [token.CONFIG, token.TLS, token.LOGGER],
    useFactory: (config: Config, tls: TlsFiles, logger: Logger) => createClientStore(config, tls, logger),
  },
  {
    provide: token.DICTIONARY,
    inject: [token.CONFIG],
    useFactory: ({ RADIUS_DICTIONARY_FILES: paths }: Config) => readDictionary(paths),
  },
];

const applicationProviders: readonly FactoryProvider[] = [
  {
    provide: SignIn,
    inject: [token.AUTHENTICATION_CORE, token.CLOCK, token.CONFIG],
    useFactory: (core: GrpcAuthenticationCore, clock: MonotonicClock, config: Config) => {
      const perSecond = config.RADIUS_USER_REQUESTS_PER_SECOND;
      const userPace = { perSecond, burst: perSecond * BURST_OF_A_USER };
      return new SignIn(core, clock, { userPace, maxInFlight: config.RADIUS_MAX_IN_FLIGHT });
    },
  },
  {
    provide: FollowClients,
    inject: [token.CLIENT_FEED, token.CLIENT_STORE],
    useFactory: (feed: GrpcClientFeed, store: ClientSnapshotStore) => new FollowClients(feed, store),
  },
  {
    provide: ReportTraffic,
    inject: [token.CHANNEL, token.CONFIG, token.LOGGER],
    useFactory: (channel: RpcChannel, { INSTANCE_NAME: name }: Config, logger: Logger) =>
      new ReportTraffic(new GrpcTrafficReports(channel, name), {
        onFailure: (error) => logger.debug({ err: error }, 'a report of the RADIUS traffic was not taken'),
      }),
  },
];

const doorProvider: FactoryProvider = {
  provide: RadiusDoor,
  inject: [
    token.CONFIG,
    token.AUTHENTICATION_CORE,
    SignIn,
    token.ACCOUNTING_STORE,
    token.DICTIONARY,
    token.CLOCK,
    token.METRICS,
    token.LOGGER,
  ],
  useFactory: (...injected: DoorDependencies) => {
    const [config, core, signIn, store, dictionary, clock, metrics, logger] = injected;
    return new RadiusDoor({
      sockets: {
        authentication: config.RADIUS_AUTH_LISTEN,
        accounting: config.RADIUS_ACCOUNTING_LISTEN,
        receiveBufferOctets: config.RADIUS_RECEIVE_BUFFER_OCTETS,
      },
      ...{ core, signIn, store, dictionary, clock, metrics, logger },
      requestsPerSecond: config.RADIUS_CLIENT_REQUESTS_PER_SECOND,
    });
  },
};

type DoorDependencies = [
  Config,
  GrpcAuthenticationCore,
  SignIn,
  GrpcAccountingStore,
  Dictionary,
  MonotonicClock,
  Metrics,
  Logger,
];

const healthProvider: FactoryProvider = {
  provide: HealthServer,
  inject: [token.CONFIG, token.METRICS, token.LOGGER],
  useFactory: ({ HEALTH_LISTEN: { host, port } }: Config, metrics: Metrics, logger: Logger) =>
    new HealthServer({ host, port, metrics, logger }),
};

const gatewayProvider: FactoryProvider = {
  provide: Gateway,
  inject: [
    token.CONFIG,
    RadiusDoor,
    token.AUTHENTICATION_CORE,
    token.CLIENT_FEED,
    FollowClients,
    ReportTraffic,
    SignIn,
    token.CHANNEL,
    token.TLS,
    HealthServer,
    token.METRICS,
    token.LOGGER,
  ],
  useFactory: (...injected: GatewayDependencies) => {
    const [config, door, core, feed, followClients, reportTraffic, signIn, channel, tls, health, metrics, logger] =
      injected;
    const drainMilliseconds = config.DRAIN_SECONDS * 1000;
    return new Gateway({
      ...{ door, core, feed, followClients, reportTraffic, signIn, channel, tls, health, metrics, logger },
      drainMilliseconds,
    });
  },
};

type GatewayDependencies = [
  Config,
  RadiusDoor,
  GrpcAuthenticationCore,
  GrpcClientFeed,
  FollowClients,
  ReportTraffic,
  SignIn,
  RpcChannel,
  TlsFiles,
  HealthServer,
  Metrics,
  Logger,
];

function createClientStore(config: Config, tls: TlsFiles, logger: Logger): ClientSnapshotStore {
  const path = config.CLIENTS_CACHE_FILE;
  if (path === undefined) {
    return new NoClientFile();
  }
  const { WatchRadiusClientsResponse } = radiusClientsV1;
  return new SealedClientFile({
    path,
    privateKey: () => tls.current().identity.key,
    codec: {
      encode: (snapshot) => WatchRadiusClientsResponse.encode(fromSnapshot(snapshot)).finish(),
      decode: (octets) => toSnapshot(WatchRadiusClientsResponse.decode(octets)),
    },
    logger,
  });
}
