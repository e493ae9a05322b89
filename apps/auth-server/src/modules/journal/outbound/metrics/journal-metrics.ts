import type { Metrics } from '@countersign/observability';
import type { WaitingEvents } from '../../application/ports/waiting-events.ts';

/** What operators watch of the journal. */
export interface JournalMetrics {
  onSpooled(): void;
}

/** Defines the metrics; those about the stream are read when somebody asks for them. */
export function journalMetrics(metrics: Metrics, waiting: WaitingEvents): JournalMetrics {
  const spooled = metrics.counter({
    name: 'countersign_journal_spooled_total',
    help: 'Entries that Redis refused and that went to the disk of this server.',
  });
  const entries = metrics.gauge({
    name: 'countersign_journal_stream_entries',
    help: 'Entries in Redis: waiting for the chain, or for a second copy of their rows.',
  });
  const oldest = metrics.gauge({
    name: 'countersign_journal_oldest_seconds',
    help: 'Age of the oldest entry in Redis; 0: there is none.',
  });
  Object.assign(entries, {
    collect: async (): Promise<void> => {
      try {
        entries.set(await waiting.count());
        const [first] = await waiting.readAfter('0-0', 1);
        oldest.set(first === undefined ? 0 : Math.max(0, (Date.now() - first.event.occurredAt) / 1_000));
      } catch {
        // Without Redis there is nothing to say; its own metrics tell that it is away.
        entries.set(Number.NaN);
        oldest.set(Number.NaN);
      }
    },
  });
  return { onSpooled: () => spooled.inc() };
}
