import type { ClientFeed, ClientSnapshot, ClientSnapshotStore } from './ports/client-configuration.ts';

/** Keeps the list of clients current: first the one kept from before the restart, then whatever the core pushes. */
export class FollowClients {
  readonly #feed: ClientFeed;
  readonly #store: ClientSnapshotStore;

  constructor(feed: ClientFeed, store: ClientSnapshotStore) {
    this.#feed = feed;
    this.#store = store;
  }

  /** Calls `apply` with each list from now on. */
  execute(apply: (snapshot: ClientSnapshot) => void): void {
    const kept = this.#store.load();
    if (kept !== undefined) {
      apply(kept);
    }
    this.#feed.follow((snapshot) => {
      apply(snapshot);
      this.#store.save(snapshot);
    });
  }
}
