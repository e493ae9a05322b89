import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Logger, silentLogger } from '@countersign/observability';
import { type IdentityFiles, type IssueOptions, TestAuthority } from '@countersign/testing';
import { createRpcChannel, type RpcChannel, type RpcChannelOptions } from '../rpc-channel.ts';
import { createRpcServer, type RpcServer, type RpcServerOptions } from '../rpc-server.ts';
import type { AllowedCallers, ServiceImplementation } from '../rpc-types.ts';
import { TlsFiles } from '../tls-files.ts';
import type { TlsSource } from '../tls-source.ts';
import { EchoServiceDefinition } from './echo-service.ts';

export type EchoImplementation = ServiceImplementation<typeof EchoServiceDefinition>;

const defaults: EchoImplementation = {
  echo: async ({ text }) => ({ text }),
  hidden: async ({ text }) => ({ text }),
  count: async function* () {
    yield { text: '1' };
  },
  talk: (call) => {
    call.on('data', (message) => call.write(message));
    call.on('end', () => call.end());
  },
};

const allowGateway: AllowedCallers<typeof EchoServiceDefinition> = {
  echo: ['radius-gateway'],
  count: ['radius-gateway'],
  talk: ['radius-gateway'],
};

/** Servers and clients of one authority, all torn down by `close`. */
export class EchoWorld {
  readonly authority: TestAuthority;
  readonly folder = mkdtempSync(join(tmpdir(), 'countersign-rpc-'));
  readonly #closers: (() => Promise<void> | void)[] = [];
  #identities = 0;

  private constructor(authority: TestAuthority) {
    this.authority = authority;
  }

  static async create(): Promise<EchoWorld> {
    return new EchoWorld(await TestAuthority.create());
  }

  /** The files of a fresh identity, in a folder of its own. */
  async files(service: string, options: IssueOptions = {}, authority = this.authority): Promise<IdentityFiles> {
    this.#identities += 1;
    const folder = join(this.folder, String(this.#identities));
    mkdirSync(folder);
    return authority.issueFiles(folder, service, options);
  }

  watch(files: IdentityFiles, logger: Logger = silentLogger()): TlsFiles {
    const tls = new TlsFiles(files, { logger });
    this.#closers.push(() => tls.close());
    return tls;
  }

  async identity(service: string, options: IssueOptions = {}, authority = this.authority): Promise<TlsFiles> {
    return this.watch(await this.files(service, options, authority));
  }

  async server(
    implementation: Partial<EchoImplementation> = {},
    options: Partial<RpcServerOptions> & { allowed?: AllowedCallers<typeof EchoServiceDefinition> } = {},
  ): Promise<{ readonly server: RpcServer; readonly port: number }> {
    const { allowed = allowGateway, ...rest } = options;
    const tls = rest.tls ?? (await this.identity('auth-server'));
    const address = { host: '127.0.0.1', port: 0 };
    const server = createRpcServer({ address, logger: silentLogger(), ...rest, tls });
    server.addService(EchoServiceDefinition, { ...defaults, ...implementation }, allowed);
    const port = await server.start();
    this.#closers.push(() => server.stop(0));
    return { server, port };
  }

  async channel(port: number, tls?: TlsSource, options: Partial<RpcChannelOptions> = {}): Promise<RpcChannel> {
    const channel = createRpcChannel({
      addresses: [{ host: '127.0.0.1', port }],
      serverIdentity: 'auth-server',
      ...options,
      tls: tls ?? (await this.identity('radius-gateway', { instance: 'gateway-1' })),
    });
    this.#closers.push(() => channel.close());
    return channel;
  }

  async client(port: number, tls?: TlsSource, options: Partial<RpcChannelOptions> = {}) {
    return (await this.channel(port, tls, options)).client(EchoServiceDefinition);
  }

  async close(): Promise<void> {
    for (const close of this.#closers.reverse()) await close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
