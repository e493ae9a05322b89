import { Button, Checkbox, Cluster, Dialog, Stack, TextField, useText } from '@countersign/ui-kit';
import { useState } from 'react';
import { useApiQuery } from '../../api.ts';
import { useStored } from './stored.ts';
import { COLUMN_IDS } from './users-columns.tsx';

/** Each counter is the filter that finds what it counts. */
const COUNTERS = [
  ['all', ''],
  ['notEnrolled', 'status:not_enrolled'],
  ['blocked', 'status:blocked'],
  ['locked', 'status:locked'],
  ['bypassActive', 'status:bypass'],
  ['inactiveThirtyDays', 'last:>30d'],
  ['inactiveNinetyDays', 'last:>90d'],
  ['noBackup', 'status:no_backup'],
  ['disabled', 'status:disabled'],
  ['deleted', 'status:deleted'],
] as const;
const LARGEST_EXACT = 100_000;

/** How many users there are of each kind; pressing one shows them. */
export function UserCounters({ query, onQuery }: { query: string; onQuery: (query: string) => void }) {
  const t = useText();
  const counters = useApiQuery('GET /api/users/counters', {}, { everyMilliseconds: 60_000 });
  const say = (count: number | undefined) => {
    if (count === undefined) return '…';
    return count > LARGEST_EXACT ? t('users.manyMore', { count: LARGEST_EXACT }) : t('users.number', { count });
  };
  return (
    <Cluster>
      {COUNTERS.map(([name, filter]) => (
        <Button
          key={name}
          size="small"
          kind={query.trim() === filter ? 'primary' : 'secondary'}
          aria-pressed={query.trim() === filter}
          onClick={() => onQuery(filter)}
        >
          {t('users.counter', { name: t(`users.counter.${name}`), count: say(counters.data?.[name]) })}
        </Button>
      ))}
    </Cluster>
  );
}

interface View {
  readonly name: string;
  readonly query: string;
}

/** Searches that this browser remembers under a name. */
export function SavedViews({ query, onQuery }: { query: string; onQuery: (query: string) => void }) {
  const t = useText();
  const [views, setViews] = useStored<readonly View[]>('countersign.users.views', []);
  const [name, setName] = useState<string>();
  const save = () => {
    if (!name?.trim()) return;
    setViews([...views.filter((view) => view.name !== name.trim()), { name: name.trim(), query }]);
    setName(undefined);
  };
  return (
    <Cluster>
      {views.map((view) => (
        <Button key={view.name} size="small" kind="quiet" onClick={() => onQuery(view.query)}>
          {view.name}
        </Button>
      ))}
      {query !== '' && (
        <Button size="small" kind="quiet" onClick={() => setName('')}>
          {t('users.views.save')}
        </Button>
      )}
      <Dialog
        isOpen={name !== undefined}
        onClose={() => setName(undefined)}
        title={t('users.views.save')}
        actions={
          <>
            <Button kind="primary" onClick={save}>
              {t('users.views.saveAction')}
            </Button>
            {views.length > 0 && <Button onClick={() => setViews([])}>{t('users.views.forget')}</Button>}
          </>
        }
      >
        <TextField label={t('users.views.name')} value={name ?? ''} onChange={setName} />
      </Dialog>
    </Cluster>
  );
}

/** Chooses the columns of the list. */
export function ColumnChooser(props: { chosen: readonly string[]; onChange: (chosen: readonly string[]) => void }) {
  const t = useText();
  const [isOpen, setOpen] = useState(false);
  const { chosen, onChange } = props;
  const change = (id: string, isShown: boolean) =>
    onChange(COLUMN_IDS.filter((each) => (each === id ? isShown : chosen.includes(each))));
  return (
    <>
      <Button size="small" kind="quiet" onClick={() => setOpen(true)}>
        {t('users.columns')}
      </Button>
      <Dialog isOpen={isOpen} onClose={() => setOpen(false)} title={t('users.columns')}>
        <Stack>
          {COLUMN_IDS.slice(1).map((id) => (
            <Checkbox
              key={id}
              label={t(`users.column.${id}`)}
              value={chosen.includes(id)}
              onChange={(isShown) => change(id, isShown)}
            />
          ))}
        </Stack>
      </Dialog>
    </>
  );
}
