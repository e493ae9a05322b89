import {
  Button,
  Cluster,
  DataTable,
  LinkButton,
  NO_SELECTION,
  Page,
  type Selection,
  Stack,
  TextField,
  useGo,
  useLater,
  useSession,
  useText,
  useUrlState,
} from '@countersign/ui-kit';
import { useState } from 'react';
import { useApi, useApiList } from '../../api.ts';
import { BulkBar } from './bulk-bar.tsx';
import { saveAs } from './files.ts';
import { JobPanel } from './job-panel.tsx';
import { useStored } from './stored.ts';
import { type UserAction, UserDialogs } from './user-dialogs.tsx';
import { useUserMenu } from './user-menu.tsx';
import { FIRST_COLUMNS, useUserColumns } from './users-columns.tsx';
import { ColumnChooser, SavedViews, UserCounters } from './users-filters.tsx';

const NO_FILTER = { q: '', sort: 'user_name' };
const DEBOUNCE = 200;
const SORTS = ['user_name', 'last_sign_in', 'created'] as const;

/** The order as the API names it. */
export function sortQuery(sort: string): { sort: (typeof SORTS)[number]; descending: string } {
  const name = sort.replace(/^-/, '');
  return { sort: SORTS.find((each) => each === name) ?? 'user_name', descending: String(sort.startsWith('-')) };
}

/** A04: one box finds users among all; counters are filters; what is done to many is work that can be watched. */
export function UsersPage() {
  const t = useText();
  const [filter, setFilter] = useUrlState(NO_FILTER);
  const [chosen, setChosen] = useStored<readonly string[]>('countersign.users.columns', FIRST_COLUMNS);
  const [jobId, setJobId] = useState<string>();
  const search = (q: string) => setFilter({ q });
  return (
    <Page title={t('users.title')} actions={<PageActions query={filter.q} />}>
      <Stack>
        <UserCounters query={filter.q} onQuery={search} />
        <TextField
          type="search"
          label={t('users.search')}
          description={t('users.searchAbout')}
          value={filter.q}
          onChange={search}
          isOptional
        />
        <Cluster>
          <SavedViews query={filter.q} onQuery={search} />
          <ColumnChooser chosen={chosen} onChange={setChosen} />
        </Cluster>
        {jobId && (
          <JobPanel key={jobId} id={jobId} onClose={() => setJobId(undefined)} onUndo={({ id }) => setJobId(id)} />
        )}
        <UserTable filter={filter} setFilter={setFilter} chosen={chosen} onJob={setJobId} />
      </Stack>
    </Page>
  );
}

interface TableProps {
  readonly filter: typeof NO_FILTER;
  readonly setFilter: (change: Partial<typeof NO_FILTER>) => void;
  readonly chosen: readonly string[];
  readonly onJob: (id: string) => void;
}

function UserTable({ filter, setFilter, chosen, onJob }: TableProps) {
  const t = useText();
  const go = useGo();
  const [selection, setSelection] = useState<Selection>(NO_SELECTION);
  const [action, setAction] = useState<UserAction>();
  const q = useLater(filter.q, DEBOUNCE);
  const list = useApiList('GET /api/users', { query: { q, ...sortQuery(filter.sort) } });
  const origin = { q: filter.q, sort: filter.sort };
  return (
    <>
      <DataTable
        label={t('users.title')}
        list={list}
        columns={useUserColumns(chosen, origin)}
        rowKey={(user) => user.id}
        rowName={(user) => user.userName}
        menu={useUserMenu(setAction)}
        onOpen={(user) => go(`/users/${user.id}`, origin)}
        sort={filter.sort}
        onSort={(sort) => setFilter({ sort })}
        selection={selection}
        onSelection={setSelection}
        bulk={(count) => (
          <BulkBar
            count={count}
            query={q}
            selection={selection}
            onStarted={({ id }) => {
              setSelection(NO_SELECTION);
              onJob(id);
            }}
          />
        )}
        isFiltered={filter.q !== ''}
        onClearFilter={() => setFilter({ q: '' })}
        empty={{ title: t('users.empty'), text: t('users.emptyText'), action: <AddButton /> }}
      />
      {action && <UserDialogs action={action} onClose={() => setAction(undefined)} />}
    </>
  );
}

function AddButton() {
  const t = useText();
  return (
    <LinkButton to="/users/new" kind="primary" icon="plus">
      {t('users.add')}
    </LinkButton>
  );
}

function PageActions({ query }: { query: string }) {
  const t = useText();
  const { may } = useSession();
  return (
    <Cluster>
      {may('user.write') && <AddButton />}
      {may('import.plan') && <LinkButton to="/users/import">{t('users.import')}</LinkButton>}
      {may('user.export') && <ExportButton query={query} />}
    </Cluster>
  );
}

function ExportButton({ query }: { query: string }) {
  const t = useText();
  const { call } = useApi();
  const [isBusy, setBusy] = useState(false);
  const download = async () => {
    setBusy(true);
    try {
      const answer: unknown = await call('POST /api/users/export', { body: { q: query } });
      // Reading the answer as text takes the byte order mark away, which Excel needs.
      saveAs('users-export.csv', `\u{feff}${answer instanceof Blob ? await answer.text() : String(answer)}`);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button icon="download" isBusy={isBusy} onClick={() => void download()}>
      {t('users.export')}
    </Button>
  );
}
