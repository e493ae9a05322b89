import { type RandomSource, uuidv7 } from '@countersign/crypto';
import type { Logger, Metrics } from '@countersign/observability';
import { Inject, Module, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { Config } from '../../config.ts';
import type { RedisConnection } from '../../outbound/redis/redis-connection.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database.ts';
import { realTimer } from '../../platform/timer.ts';
import { CLOCK, CONFIG, DATABASE, LOGGER, METRICS, RANDOM, REDIS } from '../../platform/tokens.ts';
import { DrainJournal } from './application/drain-journal.use-case.ts';
import { ExportSearch } from './application/export-search.use-case.ts';
import { ExportJournal } from './application/export-journal.use-case.ts';
import { JOURNAL_BACKLOG, JournalBacklog } from './application/journal-backlog.ts';
import { JournalSequencer } from './application/journal-sequencer.ts';
import { RECENT_ENTRIES, RecentEntries } from './application/recent-entries.ts';
import { JOURNAL_STREAM } from './application/ports/journal-stream.ts';
import { SearchJournal } from './application/search-journal.use-case.ts';
import { TailJournal } from './application/tail-journal.use-case.ts';
import { VerifyJournal } from './application/verify-journal.use-case.ts';
import { JournalGrpc } from './inbound/grpc/journal.grpc.ts';
import { FileJournalAnchor } from './outbound/file/file-journal-anchor.ts';
import { FileJournalSpool } from './outbound/file/file-journal-spool.ts';
import { journalMetrics } from './outbound/metrics/journal-metrics.ts';
import { PostgresJournalLedger } from './outbound/postgres/postgres-journal-ledger.ts';
import { PostgresJournalReader } from './outbound/postgres/postgres-journal-reader.ts';
import { RedisJournalStream } from './outbound/redis/redis-journal-stream.ts';
import { RedisWaitingEvents } from './outbound/redis/redis-waiting-events.ts';

/** DI token of the spool, for whoever must keep an entry while Redis is away. */
export const JOURNAL_SPOOL = Symbol('JOURNAL_SPOOL');

type StateFolder = Pick<Config, 'STATE_DIR'>;

const waiting = {
  provide: RedisWaitingEvents,
  inject: [REDIS],
  useFactory: (redis: RedisConnection) => new RedisWaitingEvents(redis),
};

const spool = {
  provide: FileJournalSpool,
  inject: [CONFIG],
  useFactory: ({ STATE_DIR }: StateFolder) => new FileJournalSpool(STATE_DIR),
};

const anchor = {
  provide: FileJournalAnchor,
  inject: [CONFIG],
  useFactory: ({ STATE_DIR }: StateFolder) => new FileJournalAnchor(STATE_DIR),
};

const stream = {
  provide: RedisJournalStream,
  inject: [REDIS, FileJournalSpool, RedisWaitingEvents, METRICS],
  useFactory: (redis: RedisConnection, kept: FileJournalSpool, events: RedisWaitingEvents, metrics: Metrics) => {
    const { onSpooled } = journalMetrics(metrics, events);
    return new RedisJournalStream({ redis, spool: kept, onSpooled });
  },
};

const sequencer = {
  provide: JournalSequencer,
  inject: [DATABASE, RedisWaitingEvents, FileJournalAnchor, RedisJournalStream, CLOCK, LOGGER],
  useFactory: (
    database: Database,
    events: RedisWaitingEvents,
    kept: FileJournalAnchor,
    journal: RedisJournalStream,
    clock: Clock,
    logger: Logger,
  ) => {
    const ledger = new PostgresJournalLedger(database);
    return new JournalSequencer({
      drain: new DrainJournal({ ledger, waiting: events, anchor: kept }),
      ledger,
      shipSpool: async () => await journal.shipSpool(),
      clock,
      timer: realTimer,
      logger,
    });
  },
};

const grpc = {
  provide: JournalGrpc,
  inject: [DATABASE, RedisWaitingEvents, FileJournalAnchor, RedisJournalStream, CLOCK, RANDOM, CONFIG],
  useFactory: (
    database: Database,
    events: RedisWaitingEvents,
    kept: FileJournalAnchor,
    ...[journal, clock, random, config]: [RedisJournalStream, Clock, RandomSource, Pick<Config, 'INSTANCE_NAME'>]
  ) => {
    const reader = new PostgresJournalReader(database);
    const search = new SearchJournal(reader);
    return new JournalGrpc({
      search,
      exportSearch: new ExportSearch({
        search,
        stream: journal,
        clock,
        newEventId: (now) => uuidv7(new Date(now), random),
        server: config.INSTANCE_NAME,
      }),
      tail: new TailJournal({ reader, waiting: events, timer: realTimer }),
      verify: new VerifyJournal({ reader, anchor: kept, isReplicated: (lsn) => database.isReplicated(lsn) }),
      exportAll: new ExportJournal(reader),
    });
  },
};

const backlog = {
  provide: JOURNAL_BACKLOG,
  inject: [DATABASE, RedisWaitingEvents],
  useFactory: (database: Database, events: RedisWaitingEvents) =>
    new JournalBacklog(new PostgresJournalReader(database), events),
};

const recent = {
  provide: RECENT_ENTRIES,
  inject: [DATABASE, RedisWaitingEvents],
  useFactory: (database: Database, events: RedisWaitingEvents) =>
    new RecentEntries(new PostgresJournalReader(database), events),
};

/** The record of every attempt and every change: its stream, its chain, and those who read it. */
@Module({
  providers: [
    waiting,
    spool,
    anchor,
    stream,
    sequencer,
    grpc,
    backlog,
    recent,
    { provide: JOURNAL_STREAM, useExisting: RedisJournalStream },
    { provide: JOURNAL_SPOOL, useExisting: FileJournalSpool },
  ],
  exports: [JOURNAL_STREAM, JOURNAL_SPOOL, JOURNAL_BACKLOG, RECENT_ENTRIES, JournalGrpc],
})
export class JournalModule implements OnModuleInit, OnApplicationShutdown {
  readonly #sequencer: JournalSequencer;
  readonly #spool: FileJournalSpool;

  constructor(@Inject(JournalSequencer) drains: JournalSequencer, @Inject(FileJournalSpool) kept: FileJournalSpool) {
    this.#sequencer = drains;
    this.#spool = kept;
  }

  onModuleInit(): void {
    this.#sequencer.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#sequencer.stop();
    await this.#spool.close();
  }
}
