import type { RpcServiceDefinition } from '@countersign/contracts';
import { DomainError, isDomainError } from '@countersign/errors';
import {
  createRpcChannel,
  formatAddress,
  type RpcAddress,
  type RpcCallOptions,
  type RpcChannel,
  type RpcClient,
  type TlsSource,
} from '@countersign/rpc';
import type { Core } from './core.ts';

/** Where the core is, and in whose name it is spoken to. */
export interface GrpcCoreOptions {
  readonly addresses: readonly RpcAddress[];
  readonly tls: TlsSource;
  readonly operator: string;
  readonly idempotencyKey: string;
  /** Called with a remark when a server was passed over. */
  readonly onSkipped: (remark: string) => void;
}

const CONNECT_MS = 2500;
const READ_MS = 10_000;
const CHANGE_MS = 15_000;
const LENGTHY_MS = 600_000;

/** Tries the servers in their order; the first that answers is used for the whole command. */
export class GrpcCore implements Core {
  readonly #options: GrpcCoreOptions;
  #channel: Promise<RpcChannel> | undefined;

  constructor(options: GrpcCoreOptions) {
    this.#options = options;
  }

  async service<D extends RpcServiceDefinition>(definition: D): Promise<RpcClient<D>> {
    this.#channel ??= this.#connect();
    return (await this.#channel).client(definition);
  }

  reading(): RpcCallOptions {
    return { operator: this.#options.operator, deadlineMilliseconds: READ_MS };
  }

  changing(): RpcCallOptions {
    const { operator, idempotencyKey } = this.#options;
    return { operator, idempotencyKey, deadlineMilliseconds: CHANGE_MS };
  }

  lengthy(): RpcCallOptions {
    return { ...this.changing(), deadlineMilliseconds: LENGTHY_MS };
  }

  close(): void {
    this.#channel?.then(
      (channel) => channel.close(),
      () => undefined,
    );
  }

  async #connect(): Promise<RpcChannel> {
    const { addresses, tls, onSkipped } = this.#options;
    const problems: string[] = [];
    for (const address of addresses) {
      const channel = createRpcChannel({ addresses: [address], tls, serverIdentity: 'auth-server' });
      try {
        await channel.waitForReady(CONNECT_MS);
        for (const problem of problems) onSkipped(problem);
        return channel;
      } catch (error) {
        channel.close();
        if (!isDomainError(error)) throw error;
        problems.push(error.message);
      }
    }
    const list = addresses.map(formatAddress).join(', ');
    throw new DomainError('unavailable', `No auth-server answers (${list}). ${problems.join('; ')}.`);
  }
}
