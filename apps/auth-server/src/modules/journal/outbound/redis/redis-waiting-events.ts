import { redisKeys } from '../../../../outbound/redis/keys.ts';
import { textSafe } from '../../../../outbound/postgres/jsonb-safe.ts';
import type { RedisClientSource } from '../../../../outbound/redis/redis-client-source.ts';
import type { DecidedEvent } from '../../application/ports/journal-event.ts';
import type { WaitingEvent, WaitingEvents } from '../../application/ports/waiting-events.ts';
import { parseWrittenEvent } from '../parse-event.ts';
import { unreadableEvent } from '../unreadable-event.ts';

/** Redis counts the octets of a command, so a long list goes in parts. */
const REMOVED_AT_ONCE = 1_000;

/** The stream of Redis as the drain reads it. Fields: `e` event, `o` outcome, `r` reason, `l` locked until, `s` from a spool. */
export class RedisWaitingEvents implements WaitingEvents {
  readonly #redis: RedisClientSource;

  constructor(redis: RedisClientSource) {
    this.#redis = redis;
  }

  async readAfter(streamId: string, limit: number): Promise<WaitingEvent[]> {
    return await this.readBetween(streamId, '+', limit);
  }

  async readBetween(from: string, to: string, limit: number): Promise<WaitingEvent[]> {
    const entries = await this.#redis.client.xrange(redisKeys.journal, after(from), to, 'COUNT', limit);
    return entries.map(([streamId, fields]) => toWaiting(streamId, fields));
  }

  async newestAfter(streamId: string, limit: number): Promise<WaitingEvent[]> {
    const entries = await this.#redis.client.xrevrange(redisKeys.journal, '+', after(streamId), 'COUNT', limit);
    return entries.map(([id, fields]) => toWaiting(id, fields));
  }

  async remove(streamIds: readonly string[]): Promise<void> {
    for (let at = 0; at < streamIds.length; at += REMOVED_AT_ONCE) {
      await this.#redis.client.xdel(redisKeys.journal, ...streamIds.slice(at, at + REMOVED_AT_ONCE));
    }
  }

  async generation(): Promise<string> {
    return (await this.#redis.client.get(redisKeys.generation)) ?? '';
  }

  async count(): Promise<number> {
    return await this.#redis.client.xlen(redisKeys.journal);
  }

  async countAfter(streamId: string, limit: number): Promise<number> {
    return (await this.#redis.client.xrange(redisKeys.journal, after(streamId), '+', 'COUNT', limit)).length;
  }
}

/** `(` leaves out the id itself; before the very first there is nothing to leave out. */
function after(streamId: string): string {
  return streamId === '0-0' ? '-' : `(${streamId}`;
}

function toWaiting(streamId: string, pairs: readonly string[]): WaitingEvent {
  const fields: Record<string, string> = {};
  for (let at = 0; at < pairs.length; at += 2) fields[pairs[at] ?? ''] = pairs[at + 1] ?? '';
  return { streamId, event: toEvent(streamId, fields), isRepeated: fields['s'] === '1' };
}

function toEvent(streamId: string, fields: Readonly<Record<string, string>>): DecidedEvent {
  const { e: written = '', o: outcome = '', r: reason = '', l: locked = '' } = fields;
  const lockedUntil = /^\d{1,15}$/.test(locked) && locked !== '0' ? Number(locked) : undefined;
  const event = parseWrittenEvent(written, { outcome: textSafe(outcome), reason: textSafe(reason), lockedUntil });
  return event ?? unreadableEvent(`stream ${streamId}`, written, millisecondsOf(streamId), outcome);
}

/** The first half of an id is the instant at which Redis took the entry, by its clock. */
function millisecondsOf(streamId: string): number {
  const at = Number(streamId.split('-')[0]);
  return Math.min(Math.max(Number.isSafeInteger(at) ? at : 0, Date.UTC(2000, 0, 1)), Date.UTC(2199, 11, 31));
}
