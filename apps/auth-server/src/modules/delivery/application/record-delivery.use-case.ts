import type { DeliveryFailures, DeliveryOutcomes } from './ports/delivery-outcomes.ts';
import type { DeliveryJournal } from './ports/delivery-journal.ts';

/** What became of a delivery, as the worker reports it. */
export interface DeliveryReport {
  readonly deliveryId: string;
  readonly authenticationId: string;
  readonly userId: string;
  readonly outcome: 'sent' | 'failed';
  /** The provider that took it; empty: none did. */
  readonly provider: string;
  readonly detail: string;
  readonly attempts: readonly {
    readonly provider: string;
    readonly outcome: string;
    readonly detail: string;
    readonly milliseconds: number;
  }[];
  readonly now: number;
}

/** Writes what became of a delivery into the journal, and tells who waits for the code when it failed. */
export class RecordDelivery implements DeliveryFailures {
  readonly #journal: DeliveryJournal;
  readonly #server: string;
  readonly #subscribers = new Set<DeliveryOutcomes>();

  /** @param server name of this instance */
  constructor(journal: DeliveryJournal, server: string) {
    this.#journal = journal;
    this.#server = server;
  }

  subscribe(outcomes: DeliveryOutcomes): () => void {
    this.#subscribers.add(outcomes);
    return () => void this.#subscribers.delete(outcomes);
  }

  /** May be called again with the same report: the worker repeats it until it is acknowledged. */
  async execute(report: DeliveryReport): Promise<void> {
    const { deliveryId, authenticationId, userId, outcome, provider, detail, attempts, now } = report;
    if (outcome === 'failed') {
      const failure = { deliveryId, authenticationId, userId, detail, now };
      await Promise.all([...this.#subscribers].map((subscriber) => subscriber.failed(failure)));
    }
    const event = {
      // One report belongs to one delivery: its id, and the instant in it, make a repeated report the same entry.
      eventId: deliveryId,
      occurredAt: queuedAt(deliveryId),
      kind: 'delivery',
      userId,
      server: this.#server,
      authenticationId,
      details: { provider, detail, reportedAt: now, attempts: attempts.map((attempt) => ({ ...attempt })) },
    } as const;
    await this.#journal.append(event, outcome, outcome === 'failed' ? 'delivery_failed' : '');
  }
}

/** Milliseconds since 1970 in a UUID of version 7 (RFC 9562 section 5.7). */
function queuedAt(deliveryId: string): number {
  return Number.parseInt(deliveryId.replaceAll('-', '').slice(0, 12), 16);
}
