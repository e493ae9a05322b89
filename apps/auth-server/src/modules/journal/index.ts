export { JOURNAL_BACKLOG, JournalBacklog } from './application/journal-backlog.ts';
export {
  type DecidedEvent,
  JOURNAL_KINDS,
  type JournalEvent,
  type JournalKind,
  type Json,
  type Projection,
} from './application/ports/journal-event.ts';
export type { JournalSpool } from './application/ports/journal-spool.ts';
export type { JournalFields } from './application/ports/journal-row.ts';
export { RECENT_ENTRIES, RecentEntries } from './application/recent-entries.ts';
export { DELIVERY_TIME_CLASSES, type Measure } from './application/ports/hourly-count.ts';
export { JOURNAL_STREAM, type JournalStream } from './application/ports/journal-stream.ts';
export { JournalGrpc } from './inbound/grpc/journal.grpc.ts';
export { JOURNAL_SPOOL, JournalModule } from './journal.module.ts';
