import {
  type ApiAnswer,
  type ApiList,
  type Column,
  DataTable,
  Dialog,
  Facts,
  Mono,
  Muted,
  Stack,
  TextLink,
  Time,
  useText,
  useZoneName,
} from '@countersign/ui-kit';
import type { ConsoleApi } from '@countersign/ui-kit/api/console';
import { useState } from 'react';

type Entry = ApiAnswer<ConsoleApi['GET /api/journal']>['items'][number];

const KINDS: readonly string[] = [
  'authentication',
  'change',
  'delivery',
  'block',
  'bypass',
  'lockout',
  'server',
  'accounting',
];

/** Entries of the journal; each opens to everything that it says. */
export function JournalTable(props: {
  list: ApiList<Entry>;
  label: string;
  emptyTitle: string;
  isFiltered?: boolean;
  onClearFilter?: () => void;
}) {
  const t = useText();
  const [opened, setOpened] = useState<Entry>();
  return (
    <>
      <DataTable
        label={props.label}
        list={props.list}
        columns={useColumns()}
        rowKey={({ id }) => id}
        rowName={({ sequence }) => String(sequence)}
        menu={(entry) => [{ label: t('journalLog.open'), onSelect: () => setOpened(entry) }]}
        onOpen={setOpened}
        isFiltered={props.isFiltered}
        onClearFilter={props.onClearFilter}
        empty={{ title: props.emptyTitle }}
      />
      {opened && <EntryDialog entry={opened} onClose={() => setOpened(undefined)} />}
    </>
  );
}

function useColumns(): readonly Column<Entry>[] {
  const t = useText();
  const zone = useZoneName();
  const kind = (word: string) => (KINDS.includes(word) ? t(`journalLog.kinds.${word}`) : word);
  return [
    { id: 'at', header: t('journalLog.at', { zone }), cell: ({ at }) => <Time value={at} format="seconds" /> },
    { id: 'kind', header: t('journalLog.kind'), cell: (entry) => kind(entry.kind) },
    { id: 'what', header: t('journalLog.what'), cell: ({ action, reason }) => <Mono>{action || reason}</Mono> },
    { id: 'user', header: t('journalLog.user'), cell: ({ userName }) => userName },
    { id: 'actor', header: t('journalLog.actor'), cell: ({ actor }) => actor },
    { id: 'result', header: t('journalLog.result'), cell: ({ outcome }) => outcome },
    { id: 'object', header: t('journalLog.object'), cell: ({ object }) => object },
  ];
}

function EntryDialog({ entry, onClose }: { entry: Entry; onClose: () => void }) {
  const t = useText();
  const { before, after, ...rest } = entry.details;
  const items = Object.entries(rest).map(([name, value]) => [name, <Mono key={name}>{textOf(value)}</Mono>] as const);
  return (
    <Dialog isOpen onClose={onClose} title={t('journalLog.details', { sequence: entry.sequence })}>
      <Stack>
        <Changes before={before} after={after} />
        <Facts items={[...items, [t('journalLog.hash'), <Mono key="hash">{entry.hash}</Mono>]]} />
        {entry.signInId !== '' && <TextLink to={`/sign-ins/${entry.signInId}`}>{t('journalLog.toSignIn')}</TextLink>}
      </Stack>
    </Dialog>
  );
}

/** What a field was and what it became, side by side. */
function Changes({ before, after }: { before: unknown; after: unknown }) {
  const t = useText();
  const [old, now] = [fieldsOf(before), fieldsOf(after)];
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  if (names.length === 0) return null;
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{t('journalLog.field')}</th>
          <th scope="col">{t('journalLog.before')}</th>
          <th scope="col">{t('journalLog.after')}</th>
        </tr>
      </thead>
      <tbody>
        {names.map((name) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>
              <Muted>{textOf(old[name])}</Muted>
            </td>
            <td>{textOf(now[name])}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  if (value === undefined || value === null) return {};
  return typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : { '·': value };
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
