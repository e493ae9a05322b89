import type { Redis } from 'ioredis';

/** Where the client of the moment comes from; it may be replaced, so nobody keeps it. */
export interface RedisClientSource {
  readonly client: Redis;
}
