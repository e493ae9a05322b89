import type { RedisConnection } from '../../../../outbound/redis/redis-connection.ts';
import type { MailTest, MailTestOutcome, MailTests } from '../../application/ports/mail-server.ts';

const WAITING = 'cs:mail-tests';
const KEPT_SECONDS = 600;

/** Tests of the mail server in Redis: a list of those that wait, and what became of each. */
export class RedisMailTests implements MailTests {
  readonly #redis: RedisConnection;

  constructor(redis: RedisConnection) {
    this.#redis = redis;
  }

  async ask(test: MailTest): Promise<void> {
    await this.report(test.id, { state: 'waiting', lines: [] });
    await this.#redis.client.rpush(WAITING, JSON.stringify(test));
    // Nobody wants a test any more that no worker took for minutes.
    await this.#redis.client.expire(WAITING, KEPT_SECONDS);
  }

  async take(): Promise<MailTest | undefined> {
    const text = await this.#redis.client.lpop(WAITING);
    return text === null ? undefined : (JSON.parse(text) as MailTest);
  }

  async report(id: string, outcome: MailTestOutcome): Promise<void> {
    await this.#redis.client.set(keyOf(id), JSON.stringify(outcome), 'EX', KEPT_SECONDS);
  }

  async find(id: string): Promise<MailTestOutcome | undefined> {
    const text = await this.#redis.client.get(keyOf(id));
    return text === null ? undefined : (JSON.parse(text) as MailTestOutcome);
  }
}

function keyOf(id: string): string {
  return `cs:mail-test:${id}`;
}
