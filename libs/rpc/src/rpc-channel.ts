import type { RpcServiceDefinition } from '@countersign/contracts';
import { DomainError } from '@countersign/errors';
import { Client, Metadata, status } from '@grpc/grpc-js';
import { formatAddress, type RpcAddress } from './address.ts';
import { channelTarget } from './name-resolver.ts';
import { quietTransport } from './quiet-transport.ts';
import { type CallDefaults, createRpcClient, type RpcClient } from './rpc-client.ts';
import { type FailedCall, statusToError } from './status-to-error.ts';
import { ClientTls } from './tls-credentials.ts';
import type { TlsSource } from './tls-source.ts';

/** What {@link createRpcChannel} needs. */
export interface RpcChannelOptions {
  /** One or more names or addresses; calls are spread evenly over every server behind them. */
  readonly addresses: readonly RpcAddress[];
  readonly tls: TlsSource;
  /** The service that must answer, as in `auth-server`; a server that proves to be another one is not spoken to. */
  readonly serverIdentity: string;
  /** For calls of one message each way that name none. */
  readonly deadlineMilliseconds?: number;
  /**
   * Methods that may be repeated by themselves when no server took the call (`package.Service/Method`): those that only
   * read, and those that carry an idempotency key. All others fail at once.
   */
  readonly idempotentMethods?: readonly string[];
}

/** Connections to a service. */
export interface RpcChannel {
  /** The calls of one service of the server. */
  client<D extends RpcServiceDefinition>(definition: D): RpcClient<D>;
  /** Resolves when a server is connected; @throws DomainError `unavailable` after the time given. */
  waitForReady(milliseconds: number): Promise<void>;
  /** The `DomainError` of a stream's failure, for the errors that a bidirectional stream emits. */
  errorOf(failed: FailedCall): DomainError;
  close(): void;
}

/** Opens connections lazily; servers are found, lost and found again without the caller's doing. */
export function createRpcChannel(options: RpcChannelOptions): RpcChannel {
  const { addresses, tls, serverIdentity, deadlineMilliseconds = 2000 } = options;
  if (addresses.length === 0)
    throw new DomainError('invalid_request', `no address is configured for ${serverIdentity}`);
  quietTransport();
  const target = { service: serverIdentity, addresses: addresses.map(formatAddress).join(', ') };
  const defaults: CallDefaults = { target, deadlineMilliseconds };
  const client = new Client(channelTarget(serverIdentity, addresses), new ClientTls(tls, serverIdentity), {
    'grpc.keepalive_time_ms': 10_000,
    'grpc.keepalive_timeout_ms': 2000,
    'grpc.keepalive_permit_without_calls': 1,
    'grpc.initial_reconnect_backoff_ms': 200,
    'grpc.max_reconnect_backoff_ms': 5000,
    'grpc.use_local_subchannel_pool': 1,
    'grpc.enable_http_proxy': 0,
    'grpc.service_config_disable_resolution': 1,
    'grpc.service_config': serviceConfig(options.idempotentMethods ?? []),
  });
  const errorOf = (failed: FailedCall): DomainError => statusToError(failed, target);
  return {
    client: (definition) => createRpcClient(definition, client, defaults),
    waitForReady: (milliseconds) => waitForReady(client, milliseconds, errorOf),
    errorOf,
    close: () => client.close(),
  };
}

function waitForReady(
  client: Client,
  milliseconds: number,
  errorOf: (failed: FailedCall) => DomainError,
): Promise<void> {
  return new Promise((resolve, reject) => {
    client.waitForReady(new Date(Date.now() + milliseconds), (error) => {
      if (error === undefined) return resolve();
      reject(errorOf({ code: status.UNAVAILABLE, details: error.message, metadata: new Metadata() }));
    });
  });
}

function serviceConfig(idempotentMethods: readonly string[]): string {
  const name = idempotentMethods.map((each) => {
    const [service, method] = each.split('/');
    return { service, method };
  });
  const retryPolicy = {
    maxAttempts: 3,
    initialBackoff: '0.05s',
    maxBackoff: '0.5s',
    backoffMultiplier: 2,
    retryableStatusCodes: ['UNAVAILABLE'],
  };
  return JSON.stringify({
    loadBalancingConfig: [{ round_robin: {} }],
    methodConfig: name.length === 0 ? [] : [{ name, retryPolicy }],
    // A server that fails much is not asked more than it would be without repeats.
    retryThrottling: { maxTokens: 10, tokenRatio: 0.1 },
  });
}
