import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { silentLogger } from '@countersign/observability';
import { type FakeClient, FakeCore, TestAuthority } from '@countersign/testing';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module.ts';
import type { Config } from '../config.ts';
import { Gateway } from '../gateway.ts';
import { Nas, type NasOptions } from './nas.ts';

/** A gateway under test with its cores. */
export interface GatewayUnderTest {
  readonly core: FakeCore;
  readonly cores: readonly FakeCore[];
  readonly gateway: Gateway;
  readonly authPort: number;
  readonly accountingPort: number;
  readonly folder: string;
  /** A NAS that sends to the authentication port, unless told otherwise. */
  nas(options?: Partial<NasOptions>): Promise<Nas>;
  /** Everything at /metrics. */
  metrics(): Promise<string>;
  /** The sum of a counter over all its labels that hold `labels`. */
  count(counter: string, labels?: string): Promise<number>;
  isReady(): Promise<boolean>;
  stop(): Promise<void>;
}

/** How a gateway under test differs from an ordinary one. */
export interface GatewayUnderTestOptions {
  readonly clients: readonly FakeClient[];
  readonly cores?: number;
  readonly config?: Partial<Config>;
  /** Where it listens; one address. */
  readonly host?: string;
}

/** Starts cores and a gateway, real ones with real sockets; resolves when the gateway is ready. */
export async function startGateway(options: GatewayUnderTestOptions): Promise<GatewayUnderTest> {
  const authority = await TestAuthority.create();
  const folder = mkdtempSync(join(tmpdir(), 'radius-gateway-'));
  const files = await authority.issueFiles(folder, 'radius-gateway');
  const count = options.cores ?? 1;
  const cores = await Promise.all(
    Array.from({ length: count }, () => FakeCore.start({ authority, clients: options.clients })),
  );
  for (const { verifier } of cores) verifier.users.set('sentinel', { password: 'sentinel' });
  const config = { ...testConfig(options.host ?? '127.0.0.1'), ...options.config };
  const context = await NestFactory.createApplicationContext(
    AppModule.register(
      {
        ...config,
        TLS_CERT_FILE: files.certificate,
        TLS_KEY_FILE: files.key,
        TLS_CA_FILE: files.authority,
        CORE_ADDRESSES: cores.map(({ address }) => address),
      },
      silentLogger(),
    ),
    { logger: false, abortOnError: false },
  );
  const gateway = context.get(Gateway);
  const { sockets, healthPort } = await gateway.start();
  const portOf = (role: string) => sockets.find((socket) => socket.role === role)?.port ?? 0;
  const health = (path: string) => fetch(`http://127.0.0.1:${healthPort}${path}`);
  const metrics = async () => (await health('/metrics')).text();
  const isReady = async () => (await health('/ready')).ok;
  await until(isReady);
  return {
    core: cores[0] as FakeCore,
    cores,
    gateway,
    authPort: portOf('authentication'),
    accountingPort: portOf('accounting'),
    folder,
    nas: (nas = {}) => Nas.open({ port: portOf('authentication'), ...nas }),
    metrics,
    count: async (counter, labels = '') => sumOf(await metrics(), counter, labels),
    isReady,
    stop: async () => {
      await gateway.stop();
      await context.close();
      await Promise.all(cores.map((core) => core.stop()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Looks again until it is so; a test that never gets there fails by its own time limit. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await delay(5);
}

function testConfig(host: string): Omit<Config, 'TLS_CERT_FILE' | 'TLS_KEY_FILE' | 'TLS_CA_FILE' | 'CORE_ADDRESSES'> {
  return {
    LOG_LEVEL: 'silent',
    INSTANCE_NAME: 'under-test',
    HEALTH_LISTEN: { host: '127.0.0.1', port: 0 },
    RADIUS_AUTH_LISTEN: [{ host, port: 0 }],
    RADIUS_ACCOUNTING_LISTEN: [{ host, port: 0 }],
    RADIUS_RECEIVE_BUFFER_OCTETS: 4_194_304,
    RADIUS_CLIENT_REQUESTS_PER_SECOND: 0,
    RADIUS_USER_REQUESTS_PER_SECOND: 0,
    RADIUS_MAX_IN_FLIGHT: 4096,
    RADIUS_DICTIONARY_FILES: [],
    CLIENTS_CACHE_FILE: undefined,
    DRAIN_SECONDS: 15,
  };
}

function sumOf(metrics: string, counter: string, labels: string): number {
  return metrics
    .split('\n')
    .filter((line) => line.startsWith(`${counter}{`) && line.includes(labels))
    .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}
