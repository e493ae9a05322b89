import type { RpcServiceDefinition } from '@countersign/contracts';
import { DomainError } from '@countersign/errors';
import { silentLogger } from '@countersign/observability';
import { type AllowedCallers, type CallContext, createRpcServer, type ServiceImplementation } from '@countersign/rpc';
import type { TestAuthority } from '../certificates/test-authority.ts';

/** A service that a test answers for; methods that are left out answer `unavailable`. */
export interface FakeService {
  readonly definition: RpcServiceDefinition;
  readonly handlers: Readonly<Record<string, (request: never, call: CallContext) => Promise<unknown>>>;
}

/** How {@link startFakeServices} starts. */
export interface FakeServicesOptions {
  readonly authority: TestAuthority;
  readonly services: readonly FakeService[];
  /** The services whose certificates may call. */
  readonly callers: readonly string[];
  /** Port 0, the default, lets the system choose. */
  readonly port?: number;
}

/** A running server of fake services. */
export interface FakeServices {
  readonly address: { readonly host: string; readonly port: number };
  /** As a crash: connections break at once. */
  stop(): Promise<void>;
}

const HOST = '127.0.0.1';

/** An auth-server for tests of doors that make calls of one message each way: real gRPC, real mutual TLS. */
export async function startFakeServices(options: FakeServicesOptions): Promise<FakeServices> {
  const { authority, services, callers, port = 0 } = options;
  const { certificate, key } = await authority.issue('auth-server');
  const material = {
    identity: { certificate: Buffer.from(certificate), key: Buffer.from(key) },
    authority: Buffer.from(authority.pem),
  };
  const server = createRpcServer({
    address: { host: HOST, port },
    tls: { current: () => material, onChange: () => () => undefined },
    logger: silentLogger(),
  });
  for (const { definition, handlers } of services) {
    const names = Object.keys(definition.methods);
    const all = names.map((name) => [name, handlers[name] ?? notFaked] as const);
    const allowed: AllowedCallers<RpcServiceDefinition> = Object.fromEntries(names.map((name) => [name, callers]));
    // The definition and the handlers of a test are tied by their names alone.
    server.addService(definition, Object.fromEntries(all) as ServiceImplementation<RpcServiceDefinition>, allowed);
  }
  const bound = await server.start();
  return { address: { host: HOST, port: bound }, stop: () => server.stop(0) };
}

function notFaked(): Promise<never> {
  return Promise.reject(new DomainError('unavailable', 'this test has no answer for the call'));
}
