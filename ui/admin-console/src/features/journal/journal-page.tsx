import {
  Banner,
  Button,
  Cluster,
  Page,
  ProblemView,
  asProblem,
  Select,
  Stack,
  TextField,
  useText,
  useToast,
  useUrlState,
} from '@countersign/ui-kit';
import { useState } from 'react';
import { useApi, useApiList, useApiMutation } from '../../api.ts';
import { saveFile } from '../save-file.ts';
import { JournalTable } from './journal-table.tsx';

const NO_FILTER = { user: '', actor: '', action: '', object: '', kind: '', from: '', to: '' };
const KINDS = ['authentication', 'change', 'delivery', 'block', 'bypass', 'lockout', 'server', 'accounting'] as const;
type Filter = typeof NO_FILTER;

/** A27: the journal, found by who did what to what, with its chain and its export. */
export function JournalPage() {
  const t = useText();
  const [filter, setFilter] = useUrlState(NO_FILTER);
  const query = { ...filter, from: toIso(filter.from), to: toIso(filter.to) };
  const list = useApiList('GET /api/journal', { query });
  return (
    <Page title={t('journalLog.title')} intro={t('journalLog.intro')} actions={<Exports query={query} />}>
      <Stack>
        <Chain />
        <Filters filter={filter} setFilter={setFilter} />
        <JournalTable
          list={list}
          label={t('journalLog.title')}
          emptyTitle={t('journalLog.empty')}
          isFiltered={Object.values(filter).some((value) => value !== '')}
          onClearFilter={() => setFilter(NO_FILTER)}
        />
      </Stack>
    </Page>
  );
}

function Filters({ filter, setFilter }: { filter: Filter; setFilter: (change: Partial<Filter>) => void }) {
  const t = useText();
  const text = (name: keyof Filter, label: string, type: 'search' | 'datetime-local' = 'search') => (
    <TextField
      type={type}
      label={label}
      value={filter[name]}
      onChange={(value) => setFilter({ [name]: value })}
      isOptional
    />
  );
  const kinds = KINDS.map((value) => ({ value, label: t(`journalLog.kinds.${value}`) }));
  return (
    <Cluster>
      {text('user', t('journalLog.user'))}
      {text('actor', t('journalLog.actor'))}
      {text('action', t('journalLog.action'))}
      {text('object', t('journalLog.object'))}
      <Select
        label={t('journalLog.kind')}
        value={filter.kind}
        onChange={(kind) => setFilter({ kind })}
        options={[{ value: '', label: t('journalLog.all') }, ...kinds]}
      />
      {text('from', t('journalLog.from'), 'datetime-local')}
      {text('to', t('journalLog.to'), 'datetime-local')}
    </Cluster>
  );
}

function Exports({ query }: { query: Filter }) {
  const t = useText();
  const toast = useToast();
  const exportAs = useApiMutation('POST /api/journal/export', { invalidates: [] });
  const run = async (format: 'csv' | 'json') => {
    const answer: unknown = await exportAs.mutateAsync({ body: { ...query, format } });
    saveFile(`journal.${format}`, format === 'csv' ? 'text/csv' : 'application/json', answer);
    toast(t('journalLog.exported'));
  };
  return (
    <>
      <Button icon="download" isBusy={exportAs.isPending} onClick={() => void run('csv').catch(() => undefined)}>
        {t('journalLog.exportCsv')}
      </Button>
      <Button icon="download" isBusy={exportAs.isPending} onClick={() => void run('json').catch(() => undefined)}>
        {t('journalLog.exportJson')}
      </Button>
      {exportAs.error && <ProblemView problem={exportAs.error} />}
    </>
  );
}

/** Whether anybody changed the past. */
function Chain() {
  const t = useText();
  const { call } = useApi();
  const [state, setState] = useState<{ isBusy?: boolean; text?: string; isIntact?: boolean; error?: unknown }>({});
  const verify = async () => {
    setState({ isBusy: true });
    try {
      const { isIntact, rows, brokenSequence, problem } = await call('GET /api/journal/verification', {});
      const broken = t('journalLog.broken', { sequence: brokenSequence, problem });
      setState({ isIntact, text: isIntact ? t('journalLog.intact', { rows }) : broken });
    } catch (error) {
      setState({ error });
    }
  };
  const button = (
    <Button icon="shield" isBusy={state.isBusy} onClick={() => void verify()}>
      {t('journalLog.verify')}
    </Button>
  );
  if (state.error !== undefined) return <ProblemView problem={asProblem(state.error)} onRetry={() => void verify()} />;
  if (state.text === undefined) return <div>{button}</div>;
  return (
    <Banner tone={state.isIntact ? 'success' : 'danger'} isAnnounced action={button}>
      {state.text}
    </Banner>
  );
}

function toIso(local: string): string {
  const at = new Date(local);
  return local === '' || Number.isNaN(at.getTime()) ? '' : at.toISOString();
}
