import { afterEach } from '@jest/globals';
import { RedisWorld } from '../outbound/redis/__fixtures__/redis-world.ts';
import { describeExplanations } from './explain-sign-in.contract.ts';

const worlds: RedisWorld[] = [];

afterEach(() => {
  for (const world of worlds.splice(0)) world.close();
});

describeExplanations('with Redis', async () => {
  const world = await RedisWorld.open();
  worlds.push(world);
  return world;
});
