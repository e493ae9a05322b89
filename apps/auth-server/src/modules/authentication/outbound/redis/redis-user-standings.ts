import { type RandomSource, uuidv7 } from '@countersign/crypto';
import { DomainError } from '@countersign/errors';
import { redisKeys } from '../../../../outbound/redis/keys.ts';
import type { RedisConnection } from '../../../../outbound/redis/redis-connection.ts';
import { RedisScript } from '../../../../outbound/redis/redis-script.ts';
import type { JournalEvent, JournalKind, Projection } from '../../../journal/index.ts';
import type { Standing, StandingCommand, UserStandings } from '../../../users/index.ts';

/**
 * Changes the facts of a user and writes the journal entry with it, or neither. KEYS: user facts, both failure counters.
 * ARGV: journal event, outcome, 1 to revoke open authentications, 1 to forget failures, how many fields to remove, those,
 * then field and value pairs to set.
 */
const changeScript = new RedisScript(`
if redis.call('EXISTS', 'cs:gen') == 0 then return 'generation_lost' end
local removed = tonumber(ARGV[5])
for i = 6, 5 + removed do redis.call('HDEL', KEYS[1], ARGV[i]) end
for i = 6 + removed, #ARGV, 2 do redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1]) end
redis.call('HINCRBY', KEYS[1], 'rev', 1)
if ARGV[3] == '1' then redis.call('HINCRBY', KEYS[1], 'rvc', 1) end
if ARGV[4] == '1' then redis.call('DEL', KEYS[2], KEYS[3]) end
redis.call('XADD', 'cs:journal', '*', 'e', ARGV[1], 'o', ARGV[2], 'r', '', 'l', '')
return 'done'
`);

interface FactsChange {
  readonly kind: JournalKind;
  readonly outcome: string;
  readonly set?: Readonly<Record<string, string | number>>;
  readonly removed?: readonly string[];
  readonly projection: Projection;
  /** Whether open authentications of the user are dead afterwards. */
  readonly isRevoking?: boolean;
  /** Whether failures so far are forgotten. */
  readonly isForgiving?: boolean;
}

/** {@link UserStandings} in the same memory that every sign-in reads. */
export class RedisUserStandings implements UserStandings {
  readonly #redis: RedisConnection;
  readonly #random: RandomSource;
  readonly #server: string;

  constructor(redis: RedisConnection, random: RandomSource, server: string) {
    this.#redis = redis;
    this.#random = random;
    this.#server = server;
  }

  block(command: StandingCommand & { readonly until: number; readonly reason: string }): Promise<void> {
    const { userId, until, reason } = command;
    return this.#change(command, reason, {
      kind: 'block',
      outcome: 'blocked',
      set: { blk: until, blr: reason },
      projection: { type: 'standing', userId, blockedUntil: until, blockReason: reason },
      isRevoking: true,
    });
  }

  unblock(command: StandingCommand & { readonly reason: string }): Promise<void> {
    return this.#change(command, command.reason, {
      kind: 'block',
      outcome: 'unblocked',
      removed: ['blk', 'blr'],
      projection: { type: 'standing', userId: command.userId, blockedUntil: null, blockReason: null },
      isRevoking: true,
    });
  }

  unlock(command: StandingCommand): Promise<void> {
    return this.#change(command, '', {
      kind: 'lockout',
      outcome: 'unlocked',
      removed: ['lck', 'pwl'],
      projection: { type: 'standing', userId: command.userId, lockedUntil: null },
      isRevoking: true,
      isForgiving: true,
    });
  }

  grantBypass(
    command: StandingCommand & { readonly until: number; readonly bypassId: string; readonly reason: string },
  ): Promise<void> {
    const { userId, until, bypassId, reason } = command;
    return this.#change(command, reason, {
      kind: 'bypass',
      outcome: 'granted',
      set: { byp: until, byi: bypassId },
      projection: { type: 'standing', userId, bypassId, bypassUntil: until },
    });
  }

  revokeBypass(command: StandingCommand & { readonly reason: string }): Promise<void> {
    return this.#change(command, command.reason, {
      kind: 'bypass',
      outcome: 'revoked',
      removed: ['byp', 'byi'],
      projection: { type: 'standing', userId: command.userId, bypassId: null, bypassUntil: null },
    });
  }

  async read(userIds: readonly string[]): Promise<ReadonlyMap<string, Standing>> {
    const standings = new Map<string, Standing>();
    if (userIds.length === 0) return standings;
    const pipeline = this.#redis.client.pipeline();
    for (const id of userIds) {
      pipeline.hmget(redisKeys.userFacts(id), 'lck', 'pwl', 'blk', 'blr', 'byp').get(redisKeys.failures(id, 'second'));
    }
    const replies = await this.#run(() => pipeline.exec());
    userIds.forEach((id, index) => {
      const [, facts] = replies?.[index * 2] ?? [];
      const [, failures] = replies?.[index * 2 + 1] ?? [];
      standings.set(id, toStanding(facts as (string | null)[] | undefined, failures as string | null));
    });
    return standings;
  }

  async #change(command: StandingCommand, reason: string, facts: FactsChange): Promise<void> {
    const { userId } = command;
    const keys = [
      redisKeys.userFacts(userId),
      redisKeys.failures(userId, 'second'),
      redisKeys.failures(userId, 'password'),
    ];
    const removed = facts.removed ?? [];
    const values = [
      JSON.stringify(this.#event(command, reason, facts)),
      facts.outcome,
      facts.isRevoking === true ? 1 : 0,
      facts.isForgiving === true ? 1 : 0,
      removed.length,
      ...removed,
      ...Object.entries(facts.set ?? {}).flat(),
    ];
    const answer = await this.#run(() => changeScript.run(this.#redis.client, keys, values));
    if (answer !== 'done') {
      throw new DomainError('unavailable', 'Redis lost its memory; it is being restored, try again in a moment', {
        retryAfterSeconds: 1,
      });
    }
  }

  #event({ userId, userName, actor, now }: StandingCommand, reason: string, facts: FactsChange): JournalEvent {
    return {
      eventId: uuidv7(new Date(now), this.#random),
      occurredAt: now,
      kind: facts.kind,
      userId,
      userName,
      server: this.#server,
      details: reason === '' ? { actor } : { actor, reason },
      always: [facts.projection],
    };
  }

  async #run<T>(command: () => Promise<T>): Promise<T> {
    try {
      return await command();
    } catch (cause) {
      throw new DomainError('unavailable', 'Redis did not answer: check that it runs and accepts writes', { cause });
    }
  }
}

function toStanding(facts: readonly (string | null)[] | undefined, failures: string | null): Standing {
  const [locked, throttled, blocked, blockReason, bypass] = facts ?? [];
  return {
    lockedUntil: Math.max(Number(locked ?? 0), Number(throttled ?? 0)),
    blockedUntil: Number(blocked ?? 0),
    blockReason: blockReason ?? '',
    bypassUntil: Number(bypass ?? 0),
    failedAttempts: Number(failures ?? 0),
  };
}
