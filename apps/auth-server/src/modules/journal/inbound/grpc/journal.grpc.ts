import { journalV1 } from '@countersign/contracts';
import { DomainError } from '@countersign/errors';
import type { CallContext, ServiceImplementation } from '@countersign/rpc';
import { z } from 'zod';
import { principalOf } from '../../../../platform/principal.ts';
import { actorOf, count, parseMessage, text, wordOrEmpty } from '../../../administration/index.ts';
import type { ExportJournal } from '../../application/export-journal.use-case.ts';
import { JOURNAL_KINDS } from '../../application/ports/journal-event.ts';
import type { ExportSearch } from '../../application/export-search.use-case.ts';
import type { JournalQuery } from '../../application/ports/journal-reader.ts';
import type { JournalPage, SearchJournal } from '../../application/search-journal.use-case.ts';
import type { TailJournal } from '../../application/tail-journal.use-case.ts';
import type { VerifyJournal } from '../../application/verify-journal.use-case.ts';
import { toWireEntry } from './journal-entry.mapper.ts';

/** What the service asks of the application. */
export interface JournalUseCases {
  readonly search: SearchJournal;
  readonly tail: TailJournal;
  readonly verify: VerifyJournal;
  readonly exportAll: ExportJournal;
  readonly exportSearch: ExportSearch;
}

const DEFAULT_PAGE = 50;
const LARGEST_PAGE = 500;
const EXPORT_PAGE = 1_000;
/** The last instant that the wire can name and a date can hold. */
const LAST_INSTANT = 8_640_000_000_000_000;
const instant = count({ max: LAST_INSTANT });
const pageToken = z
  .string()
  .regex(/^([1-9]\d{0,14})?$/, 'must be the token that the page before gave')
  .transform((token) => (token === '' ? undefined : Number(token)));

const searchSchema = z.object({
  user: text({ max: 256 }),
  fromMilliseconds: instant,
  toMilliseconds: instant,
  kind: wordOrEmpty(JOURNAL_KINDS),
  outcome: text({ max: 64 }),
  reason: text({ max: 64 }),
  actor: text({ max: 128 }),
  action: text({ max: 64 }),
  object: text({ max: 256 }),
  pageSize: count({ max: LARGEST_PAGE }),
  pageToken,
});
const tailSchema = z.object({ last: count({ max: LARGEST_PAGE }) });
const verifySchema = z.object({ fromSequence: count(), toSequence: count() });
const exportSchema = z.object({ fromMilliseconds: instant, toMilliseconds: instant });

type Handlers = ServiceImplementation<typeof journalV1.JournalServiceDefinition>;

/** `JournalService` on the wire. */
export class JournalGrpc {
  readonly #useCases: JournalUseCases;

  constructor(useCases: JournalUseCases) {
    this.#useCases = useCases;
  }

  /** The implementation to be registered with the server. */
  handlers(): Handlers {
    return {
      searchJournal: async (request, call) => toWirePage(await this.#useCases.search.execute(queryOf(request, call))),
      exportSearch: async ({ search }, call) => await this.#exportSearch(search, call),
      tailJournal: (request, context) => this.#tail(request, context),
      verifyJournal: async (request) => await this.#verify(request),
      exportJournal: (request, context) => this.#export(request, context),
    };
  }

  async #exportSearch(
    search: journalV1.SearchJournalRequest | undefined,
    call: CallContext,
  ): Promise<journalV1.ExportSearchResponse> {
    const request = journalV1.SearchJournalRequest.fromPartial(search ?? {});
    const query = { ...queryOf(request, call), limit: EXPORT_PAGE };
    return toWirePage(await this.#useCases.exportSearch.execute(query, actorOf(call)));
  }

  async *#tail(
    request: journalV1.TailJournalRequest,
    { signal, draining }: CallContext,
  ): AsyncGenerator<journalV1.TailJournalResponse> {
    const { last } = parseMessage(tailSchema, request);
    const ended = AbortSignal.any([signal, draining]);
    for await (const entry of this.#useCases.tail.execute(last, ended)) yield { entry: toWireEntry(entry) };
  }

  async #verify(request: journalV1.VerifyJournalRequest): Promise<journalV1.VerifyJournalResponse> {
    const { fromSequence, toSequence } = parseMessage(verifySchema, request);
    checkOrder(fromSequence, toSequence, 'to_sequence');
    const { fault, rows, first, last, headHash } = await this.#useCases.verify.execute(fromSequence, toSequence);
    return {
      isIntact: fault === undefined,
      rows,
      firstSequence: first,
      lastSequence: last,
      brokenSequence: fault?.sequence ?? 0,
      problem: fault?.problem ?? '',
      headHash,
    };
  }

  async *#export(
    request: journalV1.ExportJournalRequest,
    { signal }: CallContext,
  ): AsyncGenerator<journalV1.ExportJournalResponse> {
    const { fromMilliseconds, toMilliseconds } = parseMessage(exportSchema, request);
    checkOrder(fromMilliseconds, toMilliseconds, 'to_milliseconds');
    for await (const rows of this.#useCases.exportAll.execute(fromMilliseconds, toMilliseconds)) {
      if (signal.aborted) return;
      yield { entries: rows.map(toWireEntry) };
    }
  }
}

function queryOf(request: journalV1.SearchJournalRequest, call: CallContext): JournalQuery {
  const parsed = parseMessage(searchSchema, request);
  checkOrder(parsed.fromMilliseconds, parsed.toMilliseconds, 'to_milliseconds');
  const scope = principalOf(call)?.administrator?.scope;
  return {
    user: parsed.user,
    from: parsed.fromMilliseconds,
    to: parsed.toMilliseconds,
    kind: parsed.kind ?? '',
    outcome: parsed.outcome,
    reason: parsed.reason,
    actor: parsed.actor,
    action: parsed.action,
    object: parsed.object,
    groups: scope?.kind === 'groups' ? scope.groups : undefined,
    before: parsed.pageToken,
    limit: parsed.pageSize === 0 ? DEFAULT_PAGE : parsed.pageSize,
  };
}

function toWirePage({ rows, next }: JournalPage): journalV1.SearchJournalResponse {
  return { entries: rows.map(toWireEntry), nextPageToken: next === undefined ? '' : String(next) };
}

/** 0 leaves an end open. */
function checkOrder(from: number, to: number, field: string): void {
  if (to === 0 || from <= to) return;
  throw new DomainError('invalid_request', `The field ${field} lies before the beginning: exchange them.`, { field });
}
