import type { Timer } from '../../../platform/timer.ts';
import type { JournalReader } from './ports/journal-reader.ts';
import type { JournalFields } from './ports/journal-row.ts';
import type { WaitingEvents } from './ports/waiting-events.ts';
import { toFields } from './to-fields.ts';

/** An entry as it is followed; sequence 0: it waits for its place in the chain. */
export type TailedEntry = JournalFields & { readonly sequence: number; readonly hash: Buffer | undefined };

/** What {@link TailJournal} needs. */
export interface TailOptions {
  readonly reader: JournalReader;
  readonly waiting: WaitingEvents;
  readonly timer: Timer;
}

const POLL_MS = 500;
const PAGE = 500;
/** How many ids are remembered, so that an entry is not shown again when it gets its place. */
const REMEMBERED = 20_000;

/** How far an observer has come, in the chain and in the stream. */
interface Place {
  readonly sequence: number;
  readonly streamId: string;
}

/** Follows the journal: what is in the chain, what waits in Redis, then whatever comes. Each entry is shown once. */
export class TailJournal {
  readonly #options: TailOptions;

  constructor(options: TailOptions) {
    this.#options = options;
  }

  /** @param last how many earlier entries are shown first */
  async *execute(last: number, signal: AbortSignal): AsyncGenerator<TailedEntry> {
    const shown = new Set<string>();
    const place = await this.#options.reader.head();
    const earlier = last === 0 ? [] : await this.#options.reader.latest(last);
    yield* unseen(earlier, shown);
    let at: Place = { sequence: earlier.at(-1)?.sequence ?? place.sequence, streamId: place.streamId };
    while (!signal.aborted) {
      const { entries, next, isFull } = await this.#read(at);
      yield* unseen(entries, shown);
      at = next;
      if (!isFull) await this.#pause(signal);
    }
  }

  /** What came since `at`; without Redis only what is in the chain. */
  async #read(at: Place): Promise<{ entries: TailedEntry[]; next: Place; isFull: boolean }> {
    const rows = await this.#options.reader.between(0, 0, at.sequence, PAGE);
    const waiting = await this.#options.waiting.readAfter(at.streamId, PAGE).catch(() => []);
    const unchained = waiting.map(({ event }) => ({ ...toFields(event), sequence: 0, hash: undefined }));
    const sequence = rows.at(-1)?.sequence ?? at.sequence;
    const streamId = waiting.at(-1)?.streamId ?? at.streamId;
    const isFull = rows.length === PAGE || waiting.length === PAGE;
    return { entries: [...rows, ...unchained], next: { sequence, streamId }, isFull };
  }

  async #pause(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    await new Promise<void>((resolve) => {
      const callOff = this.#options.timer(done, POLL_MS);
      function done(): void {
        signal.removeEventListener('abort', done);
        callOff();
        resolve();
      }
      signal.addEventListener('abort', done);
    });
  }
}

function* unseen(entries: readonly TailedEntry[], shown: Set<string>): Generator<TailedEntry> {
  for (const entry of entries) {
    if (shown.has(entry.eventId)) continue;
    shown.add(entry.eventId);
    if (shown.size > REMEMBERED) shown.delete(shown.values().next().value ?? '');
    yield entry;
  }
}
