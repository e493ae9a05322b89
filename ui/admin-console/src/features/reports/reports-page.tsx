import {
  type ApiAnswer,
  Banner,
  Button,
  Card,
  Cluster,
  EmptyState,
  Page,
  ProblemView,
  QueryView,
  Select,
  Stack,
  TextField,
  useLanguage,
  useText,
  useToast,
  useUrlState,
} from '@countersign/ui-kit';
import type { ConsoleApi } from '@countersign/ui-kit/api/console';
import { useApiMutation, useApiQuery } from '../../api.ts';
import { saveFile } from '../save-file.ts';
import { useSignInWords } from '../sign-ins/words.ts';
import styles from './reports.module.css';

type Report = ApiAnswer<ConsoleApi['GET /api/reports/:kind']>;

const KINDS = [
  'usage',
  'user_summary',
  'user_detail',
  'methods',
  'denials',
  'enrollment',
  'bypasses',
  'blocks',
  'fraud',
  'delivery',
  'servers',
] as const;
const NUMBERS: readonly string[] = [
  'accepted',
  'rejected',
  'count',
  'users',
  'with_method',
  'with_backup',
  'sent',
  'failed',
];
const DAY_MS = 86_400_000;

/** A28: every report as a table and as a file. */
export function ReportsPage() {
  const t = useText();
  const today = new Date().toISOString().slice(0, 10);
  const monthAgo = new Date(Date.now() - 30 * DAY_MS).toISOString().slice(0, 10);
  const [choice, setChoice] = useUrlState({ kind: 'usage', from: monthAgo, to: today, user: '' });
  const query = { from: dayStart(choice.from, 0), to: dayStart(choice.to, 1), user: choice.user };
  const report = useApiQuery(
    'GET /api/reports/:kind',
    { params: { kind: choice.kind }, query },
    { keepsPrevious: true },
  );
  const kinds = KINDS.map((value) => ({ value, label: t(`reports.kinds.${value}`) }));
  const day = (name: 'from' | 'to', label: string) => (
    <TextField
      type="date"
      label={label}
      value={choice[name]}
      onChange={(value) => setChoice({ [name]: value || today })}
    />
  );
  return (
    <Page title={t('reports.title')} intro={t('reports.intro')} actions={<Export kind={choice.kind} body={query} />}>
      <Stack>
        <Cluster>
          <Select
            label={t('reports.kind')}
            value={choice.kind}
            onChange={(kind) => setChoice({ kind })}
            options={kinds}
          />
          {day('from', t('reports.from'))}
          {day('to', t('reports.to'))}
          <TextField
            type="search"
            label={t('reports.user')}
            value={choice.user}
            onChange={(user) => setChoice({ user })}
            isOptional
          />
        </Cluster>
        <Card title={kinds.find(({ value }) => value === choice.kind)?.label ?? choice.kind}>
          <QueryView query={report} lines={8}>
            {(answer) => <ReportTable report={answer} />}
          </QueryView>
        </Card>
      </Stack>
    </Page>
  );
}

function ReportTable({ report }: { report: Report }) {
  const t = useText();
  const say = useCellWords();
  const { columns, rows, isCut } = report;
  if (rows.length === 0) return <EmptyState title={t('reports.empty')} text={t('reports.emptyText')} />;
  const hasTotals = columns.some((column) => NUMBERS.includes(column));
  return (
    <Stack>
      {isCut && <Banner tone="warning">{t('reports.cut')}</Banner>}
      <div className={styles.scroll} tabIndex={0} role="group" aria-label={t('reports.title')}>
        <table className={styles.table}>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col" className={alignOf(column)}>
                  {t(`reports.column.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ values: row }, index) => (
              <tr key={`${index} ${row[0] ?? ''}`}>
                {row.map((value, at) => (
                  <td key={columns[at]} className={alignOf(columns[at] ?? '')}>
                    {say(columns[at] ?? '', value)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
          {hasTotals && <Totals report={report} />}
        </table>
      </div>
    </Stack>
  );
}

function Totals({ report: { columns, rows } }: { report: Report }) {
  const t = useText();
  const say = useCellWords();
  const sum = (at: number) => String(rows.reduce((total, { values }) => total + Number(values[at] ?? 0), 0));
  return (
    <tfoot>
      <tr>
        {columns.map((column, at) =>
          at === 0 ? (
            <th key={column} scope="row">
              {t('reports.total')}
            </th>
          ) : (
            <td key={column} className={alignOf(column)}>
              {NUMBERS.includes(column) ? say(column, sum(at)) : ''}
            </td>
          ),
        )}
      </tr>
    </tfoot>
  );
}

function useCellWords(): (column: string, value: string) => string {
  const { locale } = useLanguage();
  const words = useSignInWords();
  return (column, value) => {
    if (NUMBERS.includes(column)) return new Intl.NumberFormat(locale).format(Number(value));
    if (column === 'reason') return words.cause(value);
    if (column === 'method') return words.basis(words.method(value));
    if (column === 'outcome') return words.outcome(value);
    return value;
  };
}

function Export({ kind, body }: { kind: string; body: { from: string; to: string; user: string } }) {
  const t = useText();
  const toast = useToast();
  const make = useApiMutation('POST /api/reports/:kind/export', { invalidates: [] });
  const run = async () => {
    const text: unknown = await make.mutateAsync({ params: { kind }, body });
    saveFile(`${kind}.csv`, 'text/csv', text);
    toast(t('reports.exported'));
  };
  return (
    <>
      <Button icon="print" onClick={() => window.print()}>
        {t('reports.print')}
      </Button>
      <Button icon="download" isBusy={make.isPending} onClick={() => void run().catch(() => undefined)}>
        {t('reports.csv')}
      </Button>
      {make.error && <ProblemView problem={make.error} />}
    </>
  );
}

function alignOf(column: string): string | undefined {
  return NUMBERS.includes(column) ? styles.number : undefined;
}

function dayStart(day: string, plusDays: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + plusDays * DAY_MS).toISOString();
}
