import { z } from 'zod';
import { toCsv } from './csv.ts';
import { defineRoute } from './define-route.ts';

const kind = z.string().max(32);
const day = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
const choice = { from: day, to: day, user: z.string().max(256).default('') };

/** Numbers and histories over a time. */
export const reportRoutes = [
  defineRoute(
    {
      method: 'GET',
      path: '/api/reports/:kind',
      access: 'signed_in',
      summary: 'A report over a time of at most 400 days.',
      params: z.object({ kind }),
      query: z.object(choice),
      answer: z.object({
        columns: z.array(z.string()),
        rows: z.array(z.object({ values: z.array(z.string()) })),
        isCut: z.boolean(),
      }),
    },
    async ({ core, params, query, call }) => {
      return await core.status.getReport(toRequest(params.kind, query), call);
    },
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/reports/:kind/export',
      access: 'signed_in',
      summary: 'The same as a file for spreadsheets; the journal notes who took it.',
      params: z.object({ kind }),
      body: z.strictObject(choice),
      answer: 'file',
    },
    async ({ core, params, body, call }) => {
      const { columns, rows } = await core.status.exportReport(toRequest(params.kind, body), call);
      const content = toCsv(
        columns,
        rows.map(({ values }) => values),
      );
      return { name: `${params.kind}.csv`, type: 'text/csv; charset=utf-8', content };
    },
  ),
];

function toRequest(
  report: string,
  { from, to, user }: { readonly from: number; readonly to: number; readonly user: string },
) {
  return { kind: report, fromMilliseconds: from, toMilliseconds: to, user };
}
