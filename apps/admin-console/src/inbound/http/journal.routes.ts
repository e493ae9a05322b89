import type { journalV1 } from '@countersign/contracts';
import type { CallIdentity } from '@countersign/http';
import { z } from 'zod';
import type { Core } from '../../core.ts';
import { csvLine, toCsv } from './csv.ts';
import { defineRoute } from './define-route.ts';
import { instant, instantOfQuery, nextOf, pageOfQuery, toInstant } from './wire-times.ts';

const entrySchema = z.object({
  sequence: z.number(),
  id: z.string(),
  at: instant,
  kind: z.string(),
  userId: z.string(),
  userName: z.string(),
  outcome: z.string(),
  reason: z.string(),
  object: z.string(),
  server: z.string(),
  clientAddress: z.string(),
  signInId: z.string(),
  actor: z.string(),
  action: z.string(),
  details: z.record(z.string(), z.unknown()),
  hash: z.string(),
});

const filter = {
  user: z.string().max(256).default(''),
  kind: z.string().max(32).default(''),
  outcome: z.string().max(64).default(''),
  reason: z.string().max(64).default(''),
  actor: z.string().max(128).default(''),
  action: z.string().max(64).default(''),
  object: z.string().max(256).default(''),
  from: instantOfQuery,
  to: instantOfQuery,
};
const exportBody = z.strictObject({ ...filter, format: z.enum(['csv', 'json']) });
const VERIFY_MILLISECONDS = 60_000;
/** What a person can open in a spreadsheet; more is for the command line. */
const MOST_ROWS = 50_000;
const CSV_COLUMNS = [
  'sequence',
  'at',
  'kind',
  'actor',
  'action',
  'user',
  'outcome',
  'reason',
  'object',
  'server',
  'details',
];

type Filter = Omit<z.output<typeof exportBody>, 'format'>;

/** The record of every attempt and every change. */
export const journalRoutes = [
  defineRoute(
    {
      method: 'GET',
      path: '/api/journal',
      access: 'signed_in',
      summary: 'Entries, newest first, by who did what to what and when.',
      query: z.object({ ...filter, ...pageOfQuery }),
      answer: z.object({ items: z.array(entrySchema), next: z.string().nullable() }),
    },
    async ({ core, query, call }) => {
      const { limit, cursor, ...rest } = query;
      const request = { ...toSearch(rest), pageSize: limit, pageToken: cursor };
      const { entries, nextPageToken } = await core.journal.searchJournal(request, call);
      return { items: entries.map(toEntry), next: nextOf(nextPageToken) };
    },
  ),
  defineRoute(
    {
      method: 'GET',
      path: '/api/journal/verification',
      access: 'signed_in',
      summary: 'Checks the hash chain of the newest part of the journal.',
      query: z.object({ from: z.coerce.number().int().min(0).default(0) }),
      answer: z.object({
        isIntact: z.boolean(),
        rows: z.number(),
        first: z.number(),
        last: z.number(),
        brokenSequence: z.number(),
        problem: z.string(),
        headHash: z.string(),
      }),
    },
    async ({ core, query, call }) => {
      const options = { ...call, deadlineMilliseconds: VERIFY_MILLISECONDS };
      const found = await core.journal.verifyJournal({ fromSequence: query.from, toSequence: 0 }, options);
      const { isIntact, rows, firstSequence, lastSequence, brokenSequence, problem, headHash } = found;
      const hash = Buffer.from(headHash).toString('hex');
      return { isIntact, rows, first: firstSequence, last: lastSequence, brokenSequence, problem, headHash: hash };
    },
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/journal/export',
      access: 'signed_in',
      summary: 'The entries of a search as a file; the journal notes who took it.',
      body: exportBody,
      answer: 'file',
    },
    async ({ core, body, call }) => {
      const { format, ...wanted } = body;
      // Asked here, so that a missing proof is a refusal and not half a file.
      const first = await exportedPage(core, wanted, '', call);
      const content = format === 'csv' ? csvOf(core, wanted, first, call) : jsonOf(core, wanted, first, call);
      const type = format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json';
      return { name: `journal.${format}`, type, content };
    },
  ),
];

async function exportedPage(core: Core, wanted: Filter, pageToken: string, call: CallIdentity) {
  return await core.journal.exportSearch({ search: { ...toSearch(wanted), pageToken } }, call);
}

type ExportedPage = Awaited<ReturnType<typeof exportedPage>>;

async function* pagesOf(core: Core, wanted: Filter, first: ExportedPage, call: CallIdentity) {
  let page = first;
  let rows = 0;
  for (;;) {
    yield page.entries;
    rows += page.entries.length;
    if (page.nextPageToken === '' || rows >= MOST_ROWS) return;
    page = await exportedPage(core, wanted, page.nextPageToken, call);
  }
}

async function* csvOf(core: Core, wanted: Filter, first: ExportedPage, call: CallIdentity) {
  yield toCsv(CSV_COLUMNS, []);
  for await (const entries of pagesOf(core, wanted, first, call)) yield entries.map(csvEntry).join('');
}

async function* jsonOf(core: Core, wanted: Filter, first: ExportedPage, call: CallIdentity) {
  let before = '[\n';
  for await (const entries of pagesOf(core, wanted, first, call)) {
    for (const entry of entries) {
      yield `${before}${JSON.stringify(toEntry(entry))}`;
      before = ',\n';
    }
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}

function csvEntry(entry: journalV1.JournalEntry): string {
  const { sequence, at, kind, actor, action, userName, outcome, reason, object, server } = toEntry(entry);
  const values = [String(sequence), at, kind, actor, action, userName, outcome, reason, object, server, entry.details];
  return csvLine(values);
}

function toSearch({ from, to, ...rest }: Filter) {
  return { ...rest, fromMilliseconds: from, toMilliseconds: to, pageSize: 0, pageToken: '' };
}

function toEntry(entry: journalV1.JournalEntry): z.input<typeof entrySchema> {
  const details = parsedDetails(entry.details);
  return {
    sequence: entry.sequence,
    id: entry.eventId,
    at: toInstant(entry.occurredAtMilliseconds),
    kind: entry.kind,
    userId: entry.userId,
    userName: entry.userName,
    outcome: entry.outcome,
    reason: entry.reason,
    object: entry.relyingParty,
    server: entry.server,
    clientAddress: entry.clientAddress,
    signInId: entry.authenticationId,
    actor: wordOf(details['actor']),
    action: wordOf(details['action']),
    details,
    hash: Buffer.from(entry.hash).toString('hex'),
  };
}

function parsedDetails(text: string): Record<string, unknown> {
  const value: unknown = JSON.parse(text);
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function wordOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
