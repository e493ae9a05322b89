import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { aTotpAuthenticator, aUser } from '@countersign/testing/builders';
import { RedisWorld } from '../outbound/redis/__fixtures__/redis-world.ts';
import { EngineWorld } from './__fixtures__/engine.ts';
import { describeRaces } from './authenticate-races.contract.ts';
import { describeSignIns } from './authenticate.contract.ts';

const worlds: RedisWorld[] = [];
async function aWorld(): Promise<RedisWorld> {
  const world = await RedisWorld.open();
  worlds.push(world);
  return world;
}
afterEach(() => {
  for (const world of worlds.splice(0)) world.close();
});

describeSignIns('with Redis', aWorld);
describeRaces('with Redis', aWorld);

describe('a server whose own clock is an hour off', () => {
  beforeEach(() => {
    const real = Date.now();
    jest.useFakeTimers({
      now: real - 3_600_000,
      doNotFake: [
        'hrtime',
        'nextTick',
        'performance',
        'queueMicrotask',
        'setImmediate',
        'clearImmediate',
        'setInterval',
        'clearInterval',
        'setTimeout',
        'clearTimeout',
      ],
    });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('decides like every other: the clock of Redis counts', async () => {
    const alice = aUser().with({ passwordHash: 'hash of secret' }).having(aTotpAuthenticator().build()).build();
    const world = new EngineWorld(await aWorld(), alice);
    const code = await world.code(alice);
    const { handle } = await world.ask('secret');
    expect((await world.ask(code, { handle })).outcome).toBe('accepted');
    const [line] = await world.store.journal();
    const { occurredAt } = JSON.parse(line?.event ?? '') as { occurredAt: number };
    expect(occurredAt - Date.now()).toBeGreaterThan(3_500_000);
  });
});
