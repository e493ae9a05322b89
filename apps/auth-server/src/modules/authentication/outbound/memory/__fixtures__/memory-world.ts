import type { StoreWorld } from '../../../application/__fixtures__/store-world.ts';
import { AuthenticationMemory } from '../authentication-memory.ts';
import { InMemoryAuthenticationStore, type SharedMemory } from '../in-memory-authentication-store.ts';

/** Two servers that share one memory, and a clock that the test moves. */
export function aMemoryWorld(): Promise<StoreWorld> {
  let now = Date.UTC(2026, 2, 1, 12);
  const shared: SharedMemory = { current: new AuthenticationMemory(() => now) };
  const world: StoreWorld = {
    stores: [new InMemoryAuthenticationStore(shared), new InMemoryAuthenticationStore(shared)],
    change: async (userId, facts) => Promise.resolve(shared.current.change(userId, facts)),
    pass: async (milliseconds) => {
      now += milliseconds;
      return Promise.resolve();
    },
    journal: async () => Promise.resolve(shared.current.journal),
    loseMemory: async () => {
      shared.current = new AuthenticationMemory(() => now, { id: '', recoveredAt: 0 });
      return Promise.resolve();
    },
    restored: async () => Promise.resolve(),
  };
  return Promise.resolve(world);
}
