import { setTimeout as delay } from 'node:timers/promises';
import { radiusClientsV1 } from '@countersign/contracts';
import type { Logger } from '@countersign/observability';
import type { RpcChannel } from '@countersign/rpc';
import type { ClientFeed, ClientSnapshot } from '../../application/ports/client-configuration.ts';
import { toSnapshot } from './client-configuration.mapper.ts';

const FIRST_RETRY_MILLISECONDS = 100;
const LONGEST_RETRY_MILLISECONDS = 2000;

/** Follows the list of clients on any auth-server; when that one goes away, on another one. */
export class GrpcClientFeed implements ClientFeed {
  readonly #channel: RpcChannel;
  readonly #logger: Logger;
  readonly #stopping = new AbortController();

  constructor(channel: RpcChannel, logger: Logger) {
    this.#channel = channel;
    this.#logger = logger;
  }

  follow(listener: (snapshot: ClientSnapshot) => void): void {
    void this.#followForEver(listener);
  }

  stop(): void {
    this.#stopping.abort();
  }

  async #followForEver(listener: (snapshot: ClientSnapshot) => void): Promise<void> {
    const { signal } = this.#stopping;
    let wait = FIRST_RETRY_MILLISECONDS;
    while (!signal.aborted) {
      const problem = await this.#watchOnce(listener, () => {
        wait = FIRST_RETRY_MILLISECONDS;
      });
      if (signal.aborted) {
        return;
      }
      if (problem !== undefined) {
        this.#logger.warn(
          { err: problem },
          'the list of RADIUS clients is not pushed at the moment: the last one counts',
        );
      }
      await delay(wait * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => undefined);
      wait = Math.min(wait * 2, LONGEST_RETRY_MILLISECONDS);
    }
  }

  async #watchOnce(listener: (snapshot: ClientSnapshot) => void, onSnapshot: () => void): Promise<unknown> {
    const { signal } = this.#stopping;
    const client = this.#channel.client(radiusClientsV1.RadiusClientFeedServiceDefinition);
    try {
      for await (const message of client.watchRadiusClients({}, { signal })) {
        onSnapshot();
        listener(toSnapshot(message));
      }
      return undefined;
    } catch (error) {
      return error;
    }
  }
}
