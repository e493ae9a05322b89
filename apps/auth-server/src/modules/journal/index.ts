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
export { JOURNAL_STREAM, type JournalStream } from './application/ports/journal-stream.ts';
export { JournalGrpc } from './inbound/grpc/journal.grpc.ts';
export { JOURNAL_SPOOL, JournalModule } from './journal.module.ts';
