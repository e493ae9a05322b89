import type { ChangeEvents, ChangeTopic } from '../../../platform/events.ts';

/** Something that is kept in memory and can be read anew; `refresh` never throws for a database that is away. */
export interface Snapshot {
  refresh(): Promise<void>;
}

/** How long a snapshot may be out of date when the message that it changed was lost. */
const POLL_MS = 5000;

/** Reads a snapshot anew when it is said to have changed, and every five seconds all the same. */
export class SnapshotRefresher {
  readonly #snapshot: Snapshot;
  readonly #endSubscription: () => void;
  readonly #timer: NodeJS.Timeout;
  readonly #onFault: (error: unknown) => void;

  constructor(snapshot: Snapshot, events: ChangeEvents, topic: ChangeTopic, onFault: (error: unknown) => void) {
    this.#snapshot = snapshot;
    this.#onFault = onFault;
    this.#endSubscription = events.on(topic, () => this.#refresh());
    this.#timer = setInterval(() => this.#refresh(), POLL_MS);
    this.#timer.unref();
  }

  stop(): void {
    this.#endSubscription();
    clearInterval(this.#timer);
  }

  #refresh(): void {
    this.#snapshot.refresh().catch(this.#onFault);
  }
}
