import { type AttributeToSend, encodeReply } from '@countersign/radius';
import type { DuplicateTable, PendingRequest } from './duplicate-table.ts';
import type { TrafficObserver } from './traffic-observer.ts';

/** Signs replies, sends them, and keeps them for retransmissions. */
export class Replier {
  readonly #duplicates: DuplicateTable;
  readonly #observer: TrafficObserver;
  readonly #now: () => number;

  constructor(duplicates: DuplicateTable, observer: TrafficObserver, now: () => number) {
    this.#duplicates = duplicates;
    this.#observer = observer;
    this.#now = now;
  }

  /** Answers a pending request; one that is pending no more (too late, or its secret was withdrawn) gets nothing. */
  reply(request: PendingRequest, code: number, attributes: readonly AttributeToSend[]): void {
    const { client, secret, packet, destination } = request;
    const name = client.configuration.name;
    if (!this.#duplicates.isPending(request)) {
      this.#observer.discarded('client_removed', name, destination.address);
      return;
    }
    const encoded = encodeReply({ code, request: packet, secret, attributes });
    if (encoded.kind === 'does_not_fit') {
      this.#duplicates.abandon(request);
      this.#observer.discarded('reply_does_not_fit', name, destination.address);
      return;
    }
    if (encoded.trimmedAttributes > 0) {
      this.#observer.trimmed(name, encoded.trimmedAttributes);
    }
    this.#duplicates.answer(request, encoded.octets, this.#now());
    destination.send(encoded.octets);
    this.#observer.replied(name, code);
  }
}
