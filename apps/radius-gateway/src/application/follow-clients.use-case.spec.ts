import { describe, expect, it } from '@jest/globals';
import { FollowClients } from './follow-clients.use-case.ts';
import type { ClientSnapshot, ClientSnapshotStore } from './ports/client-configuration.ts';

class MemoryStore implements ClientSnapshotStore {
  kept: ClientSnapshot | undefined;

  load(): ClientSnapshot | undefined {
    return this.kept;
  }

  save(snapshot: ClientSnapshot): void {
    this.kept = snapshot;
  }
}

describe('FollowClients', () => {
  it('begins with the list kept before, goes on with each one pushed, and keeps the last', () => {
    const store = new MemoryStore();
    store.kept = { revision: 'kept', clients: [] };
    const applied: string[] = [];
    const feed = {
      follow: (listener: (snapshot: ClientSnapshot) => void) => {
        for (const revision of ['1', '2']) listener({ revision, clients: [] });
      },
    };
    new FollowClients(feed, store).execute(({ revision }) => applied.push(revision));
    expect(applied).toEqual(['kept', '1', '2']);
    expect(store.kept?.revision).toBe('2');
  });
});
