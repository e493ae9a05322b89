import { aTestRedis, temporaryFolder, type TestRedis } from '@countersign/testing';
import { Redis } from 'ioredis';
import type { DbRouter } from '../../../outbound/postgres/db-router.ts';
import { DrainJournal } from '../application/drain-journal.use-case.ts';
import type { JournalEvent } from '../application/ports/journal-event.ts';
import type { WaitingEvents } from '../application/ports/waiting-events.ts';
import { VerifyJournal } from '../application/verify-journal.use-case.ts';
import { FileJournalAnchor } from '../outbound/file/file-journal-anchor.ts';
import { FileJournalSpool } from '../outbound/file/file-journal-spool.ts';
import { PostgresJournalLedger } from '../outbound/postgres/postgres-journal-ledger.ts';
import { PostgresJournalReader } from '../outbound/postgres/postgres-journal-reader.ts';
import { RedisJournalStream } from '../outbound/redis/redis-journal-stream.ts';
import { RedisWaitingEvents } from '../outbound/redis/redis-waiting-events.ts';

/** The journal over real servers. */
export interface JournalWorld {
  readonly client: Redis;
  readonly redis: TestRedis;
  readonly ledger: PostgresJournalLedger;
  readonly reader: PostgresJournalReader;
  readonly waiting: RedisWaitingEvents;
  readonly anchor: FileJournalAnchor;
  readonly spool: FileJournalSpool;
  readonly stream: RedisJournalStream;
  readonly verify: VerifyJournal;
  /** A drain as a server that has just started has it. */
  aDrain(waiting?: WaitingEvents, options?: { batchSize?: number; mostKept?: number }): DrainJournal;
  /** Drains until nothing waits; gives the number of rows. */
  drainAll(drain?: DrainJournal): Promise<number>;
  /** Writes to the stream as the sign-in script does. */
  signIn(event: JournalEvent, outcome?: string, reason?: string, lockedUntil?: number): Promise<void>;
  close(): Promise<void>;
}

/** The journal over a router; Redis is this worker's own database, or the one given. */
export async function aJournal(router: DbRouter, given?: { client: Redis; redis: TestRedis }): Promise<JournalWorld> {
  const redis = given?.redis ?? (await aTestRedis());
  const client = given?.client ?? new Redis(redis.url, { maxRetriesPerRequest: 1 });
  const folder = temporaryFolder();
  const ledger = new PostgresJournalLedger(router);
  const reader = new PostgresJournalReader(router);
  const waiting = new RedisWaitingEvents({ client });
  const anchor = new FileJournalAnchor(folder.path);
  const spool = new FileJournalSpool(folder.path);
  const stream = new RedisJournalStream({ redis: { client }, spool, onSpooled: () => undefined });
  const verify = new VerifyJournal({ reader, anchor, isReplicated: (lsn) => router.isReplicated(lsn) });
  const aDrain: JournalWorld['aDrain'] = (from = waiting, options = {}) =>
    new DrainJournal({ ledger, waiting: from, anchor, ...options });
  const drainAll: JournalWorld['drainAll'] = async (drain = aDrain()) => {
    let rows = drain.isSweepDue ? await drain.sweep() : 0;
    for (;;) {
      const step = await drain.execute();
      rows += step.rows;
      if (!step.hasMore && !step.isBusy) return rows;
    }
  };
  const signIn: JournalWorld['signIn'] = async (event, outcome = 'accepted', reason = '', lockedUntil = undefined) => {
    const fields = ['e', JSON.stringify(event), 'o', outcome, 'r', reason, 'l', lockedUntil ?? ''];
    await client.xadd('cs:journal', '*', ...fields);
  };
  const close = async (): Promise<void> => {
    await spool.close();
    client.disconnect();
    folder.remove();
  };
  return { client, redis, ledger, reader, waiting, anchor, spool, stream, verify, aDrain, drainAll, signIn, close };
}
