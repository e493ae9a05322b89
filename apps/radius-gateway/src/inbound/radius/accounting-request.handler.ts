import { RadiusCode } from '@countersign/radius';
import type { AccountingStore } from '../../application/ports/accounting-store.ts';
import { readAccountingRecord } from './accounting-record.ts';
import type { DiscardReason } from './discard-reasons.ts';
import type { DuplicateTable, PendingRequest } from './duplicate-table.ts';
import type { Replier } from './replier.ts';
import type { TrafficBook } from './traffic-book.ts';
import type { TrafficObserver } from './traffic-observer.ts';

/** What {@link AccountingRequestHandler} works with. */
export interface AccountingRequestParts {
  readonly store: AccountingStore;
  readonly duplicates: DuplicateTable;
  readonly replier: Replier;
  readonly observer: TrafficObserver;
  readonly book: TrafficBook;
  /** Milliseconds since 1970. */
  readonly wallClock: () => number;
}

/** Acknowledges an Accounting-Request (RFC 2866 §4.1) once its record is kept, and not before. */
export class AccountingRequestHandler {
  readonly #parts: AccountingRequestParts;

  constructor(parts: AccountingRequestParts) {
    this.#parts = parts;
  }

  /** Called for a verified request that is not a duplicate. */
  handle(request: PendingRequest): void {
    const { store, duplicates, replier, observer, wallClock } = this.#parts;
    const record = readAccountingRecord(request.packet, request.client.configuration.id, wallClock());
    if (record === undefined) {
      return this.#discard(request, 'accounting_incomplete');
    }
    duplicates.begin(request);
    store
      .keep(record)
      .then(
        () => replier.reply(request, RadiusCode.accountingResponse, []),
        () => {
          // The NAS keeps the record and sends it again.
          duplicates.abandon(request);
          this.#discard(request, 'accounting_not_kept');
        },
      )
      .catch((error: unknown) => observer.failed(error));
  }

  #discard({ client, destination, trace }: PendingRequest, reason: DiscardReason): void {
    this.#parts.observer.discarded(reason, client.configuration.name, destination.address);
    this.#parts.book.discarded(client.configuration.id, trace, reason);
  }
}
