import { type AttributeToSend, encodeReply } from '@countersign/radius';
import type { DiscardReason } from './discard-reasons.ts';
import type { DuplicateTable, PendingRequest } from './duplicate-table.ts';
import type { TrafficBook } from './traffic-book.ts';
import type { TrafficObserver } from './traffic-observer.ts';

/** Signs replies, sends them, and keeps them for retransmissions. */
export class Replier {
  readonly #duplicates: DuplicateTable;
  readonly #observer: TrafficObserver;
  readonly #book: TrafficBook;
  readonly #now: () => number;

  constructor(duplicates: DuplicateTable, observer: TrafficObserver, book: TrafficBook, now: () => number) {
    this.#duplicates = duplicates;
    this.#observer = observer;
    this.#book = book;
    this.#now = now;
  }

  /** Answers a pending request; one that is pending no more (too late, or its secret was withdrawn) gets nothing. */
  reply(request: PendingRequest, code: number, attributes: readonly AttributeToSend[]): void {
    const { client, secret, packet, destination, trace } = request;
    const { name, id } = client.configuration;
    if (!this.#duplicates.isPending(request)) {
      return this.#discard(request, 'client_removed');
    }
    const encoded = encodeReply({ code, request: packet, secret, attributes });
    if (encoded.kind === 'does_not_fit') {
      this.#duplicates.abandon(request);
      return this.#discard(request, 'reply_does_not_fit');
    }
    if (encoded.trimmedAttributes > 0) {
      this.#observer.trimmed(name, encoded.trimmedAttributes);
    }
    this.#duplicates.answer(request, encoded.octets, this.#now());
    destination.send(encoded.octets);
    this.#observer.replied(name, code);
    this.#book.replied(id, trace, code, encoded.octets);
  }

  #discard({ client, destination, trace }: PendingRequest, reason: DiscardReason): void {
    this.#observer.discarded(reason, client.configuration.name, destination.address);
    this.#book.discarded(client.configuration.id, trace, reason);
  }
}
