import { RedisWorld } from '../../modules/authentication/outbound/redis/__fixtures__/redis-world.ts';
import { RedisSessionStore } from '../../modules/sessions/outbound/redis/redis-session-store.ts';
import { signInContract } from './browser-sign-in.contract.ts';

signInContract(async () => {
  const world = await RedisWorld.open();
  const [server] = world.servers;
  if (server === undefined) throw new Error('there is no server');
  return { world, store: new RedisSessionStore(server.connection), close: () => world.close() };
});
