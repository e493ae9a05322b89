import {
  Banner,
  Button,
  Cluster,
  DataTable,
  Page,
  Select,
  Stack,
  TextField,
  useText,
  useUrlState,
} from '@countersign/ui-kit';
import { useApiList, useApiQuery } from '../../api.ts';
import { useSignInColumns } from './sign-in-columns.tsx';
import type { Attempt } from './types.ts';
import { METHODS, REASONS, useSignInWords } from './words.ts';

const NO_FILTER = { user: '', application: '', outcome: '', reason: '', method: '', from: '', to: '' };
type Filter = typeof NO_FILTER;
const TAIL_MILLISECONDS = 5_000;

/** A29: the log of sign-ins. New ones wait behind a line, so that nothing jumps while it is read. */
export function SignInsPage() {
  const t = useText();
  const [filter, setFilter] = useUrlState(NO_FILTER);
  const query = { ...filter, from: toIso(filter.from), to: toIso(filter.to) };
  const list = useApiList('GET /api/sign-ins', { query });
  return (
    <Page title={t('signIns.title')} intro={t('signIns.intro')}>
      <Stack>
        <Filters filter={filter} setFilter={setFilter} />
        <Fresh rows={list.rows} query={query} onShow={list.reload} />
        <DataTable
          label={t('signIns.title')}
          list={list}
          columns={useSignInColumns()}
          rowKey={({ id }) => id}
          rowName={({ userName, endedAt }) => `${userName} ${endedAt}`}
          isFiltered={Object.values(filter).some((value) => value !== '')}
          onClearFilter={() => setFilter(NO_FILTER)}
          empty={{ title: t('signIns.empty'), text: t('signIns.emptyText') }}
        />
      </Stack>
    </Page>
  );
}

function Filters({ filter, setFilter }: { filter: Filter; setFilter: (change: Partial<Filter>) => void }) {
  const t = useText();
  const words = useSignInWords();
  const { data } = useApiQuery('GET /api/applications', {});
  const all = { value: '', label: t('signIns.all') };
  const names = (data?.items ?? []).map(({ name }) => ({ value: name, label: name }));
  const outcomes = ['accepted', 'rejected', 'challenged'].map((value) => ({ value, label: words.outcome(value) }));
  const reasons = REASONS.map((value) => ({ value, label: words.cause(value) }));
  const methods = METHODS.map((value) => ({ value, label: words.method(value) }));
  const select = (name: keyof Filter, label: string, options: readonly { value: string; label: string }[]) => (
    <Select
      label={label}
      value={filter[name]}
      onChange={(value) => setFilter({ [name]: value })}
      options={[all, ...options]}
    />
  );
  const time = (name: 'from' | 'to', label: string) => (
    <TextField
      type="datetime-local"
      label={label}
      value={filter[name]}
      onChange={(value) => setFilter({ [name]: value })}
      isOptional
    />
  );
  return (
    <Cluster>
      <TextField
        type="search"
        label={t('signIns.user')}
        value={filter.user}
        onChange={(user) => setFilter({ user })}
        isOptional
      />
      {select('outcome', t('signIns.outcome'), outcomes)}
      {select('reason', t('signIns.reason'), reasons)}
      {select('application', t('signIns.application'), names)}
      {select('method', t('signIns.method'), methods)}
      {time('from', t('signIns.from'))}
      {time('to', t('signIns.to'))}
    </Cluster>
  );
}

/** "12 new sign-ins, show": looked for every few seconds, shown on request. */
function Fresh(props: { rows: readonly Attempt[]; query: Filter; onShow: () => void }) {
  const t = useText();
  const after = Math.max(0, ...props.rows.map(({ sequence }) => sequence));
  const { data } = useApiQuery(
    'GET /api/sign-ins',
    { query: { ...props.query, after, limit: 100 } },
    { everyMilliseconds: TAIL_MILLISECONDS, keepsPrevious: true },
  );
  const shown = new Set(props.rows.map(({ id, endedAt }) => `${id} ${endedAt}`));
  const count = (data?.items ?? []).filter(({ id, endedAt }) => !shown.has(`${id} ${endedAt}`)).length;
  if (count === 0 || props.rows.length === 0) return null;
  return (
    <Banner isAnnounced action={<Button onClick={props.onShow}>{t('signIns.show')}</Button>}>
      {t('signIns.fresh', { count })}
    </Banner>
  );
}

/** What a field for date and time holds is local; the door wants an instant. */
function toIso(local: string): string {
  const at = new Date(local);
  return local === '' || Number.isNaN(at.getTime()) ? '' : at.toISOString();
}
