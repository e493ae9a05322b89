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
export type { WaitingEvents } from './application/ports/waiting-events.ts';
export { JournalGrpc } from './inbound/grpc/journal.grpc.ts';
export { JOURNAL_SPOOL, JournalModule, WAITING_EVENTS } from './journal.module.ts';
