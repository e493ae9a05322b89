import { aMemoryWorld } from '../../modules/authentication/outbound/memory/__fixtures__/memory-world.ts';
import { InMemorySessionStore } from '../../modules/sessions/outbound/memory/in-memory-session-store.ts';
import { signInContract } from './browser-sign-in.contract.ts';

signInContract(async () => ({
  world: await aMemoryWorld(),
  store: new InMemorySessionStore(),
  close: () => undefined,
}));
