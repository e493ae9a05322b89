import {
  Badge,
  Cluster,
  type Column,
  DataTable,
  LinkButton,
  type MenuItem,
  Mono,
  Muted,
  Page,
  Select,
  Stack,
  TextField,
  TextLink,
  Time,
  type Tone,
  useText,
  useToast,
  useUrlState,
} from '@countersign/ui-kit';
import { useState } from 'react';
import { useApiList, useApiMutation } from '../../api.ts';
import { type TokenAction, TokenDialogs } from './token-dialogs.tsx';
import { labelOf, type Token } from './types.ts';

const NO_FILTER = { search: '', state: '' };
const STATES = ['unassigned', 'assigned', 'active', 'suspended', 'revoked'] as const;

/** A14: every token with its owner and state, found by serial number or user name. */
export function TokensPage() {
  const t = useText();
  const [filter, setFilter] = useUrlState(NO_FILTER);
  const [action, setAction] = useState<TokenAction>();
  const list = useApiList('GET /api/tokens', { query: filter });
  const columns = useColumns();
  const menu = useMenu(setAction);
  const importLink = (
    <LinkButton to="/tokens/import" kind="primary" icon="plus">
      {t('tokens.import')}
    </LinkButton>
  );
  return (
    <Page title={t('tokens.title')} intro={t('tokens.intro')} actions={importLink}>
      <Stack>
        <Cluster>
          <TextField
            type="search"
            label={t('tokens.search')}
            value={filter.search}
            onChange={(search) => setFilter({ search })}
            isOptional
          />
          <Select
            label={t('tokens.filter.state')}
            value={filter.state}
            onChange={(state) => setFilter({ state })}
            options={useStateOptions()}
          />
        </Cluster>
        <DataTable
          label={t('tokens.title')}
          list={list}
          columns={columns}
          rowKey={(token) => token.id}
          rowName={labelOf}
          menu={menu}
          isFiltered={filter.search !== '' || filter.state !== ''}
          onClearFilter={() => setFilter(NO_FILTER)}
          empty={{ title: t('tokens.empty'), text: t('tokens.emptyText'), action: importLink }}
        />
        {action && <TokenDialogs action={action} onClose={() => setAction(undefined)} />}
      </Stack>
    </Page>
  );
}

function useStateOptions() {
  const t = useText();
  const nameOf = (state: string) =>
    state === 'unassigned' || state === 'assigned' ? t(`tokens.filter.${state}`) : t(`tokens.state.${state}`);
  return [{ value: '', label: t('tokens.filter.all') }, ...STATES.map((value) => ({ value, label: nameOf(value) }))];
}

function useMenu(act: (action: TokenAction) => void): (token: Token) => readonly MenuItem[] {
  const t = useText();
  const toast = useToast();
  const setState = useApiMutation('POST /api/tokens/:id/state');
  const enable = async (token: Token) => {
    await setState.mutateAsync({ params: { id: token.id }, body: { state: 'active' } });
    toast(t('tokens.enable.done', { serial: labelOf(token) }));
  };
  return (token) => {
    const item = (name: TokenAction['name'], isDangerous = false): MenuItem => ({
      label: t(`tokens.action.${name}`),
      onSelect: () => act({ name, token }),
      needsMaster: true,
      isDangerous,
    });
    const isOwned = token.userId !== '';
    const isActive = token.state === 'active';
    return [
      ...(isOwned ? [item('resync')] : [item('assign')]),
      ...(isOwned && token.serialNumber !== '' ? [item('unassign')] : []),
      isActive
        ? item('disable')
        : { label: t('tokens.action.enable'), onSelect: () => void enable(token), needsMaster: true },
      ...(isOwned && token.state !== 'revoked' ? [item('lost', true)] : []),
      item('remove', true),
    ];
  };
}

const TONES: Readonly<Record<string, Tone>> = { active: 'success', suspended: 'warning', revoked: 'danger' };

function useColumns(): readonly Column<Token>[] {
  const t = useText();
  return [
    {
      id: 'serial',
      header: t('tokens.serial'),
      cell: (token) => (token.serialNumber ? <Mono>{token.serialNumber}</Mono> : <Muted>{t('tokens.noSerial')}</Muted>),
    },
    {
      id: 'type',
      header: t('tokens.type'),
      cell: ({ kind, digits, periodSeconds: period }) => t(`tokens.kind.${kind}`, { digits, period }),
    },
    {
      id: 'owner',
      header: t('tokens.owner'),
      cell: ({ userId, userName }) =>
        userId === '' ? <Muted>{t('tokens.nobody')}</Muted> : <TextLink to={`/users/${userId}`}>{userName}</TextLink>,
    },
    {
      id: 'used',
      header: t('tokens.lastUsed'),
      cell: ({ lastUsedAt }) => <Time value={lastUsedAt} isRelative />,
    },
    {
      id: 'drift',
      header: t('tokens.drift'),
      cell: ({ driftSteps: steps }) => (steps === 0 ? t('tokens.driftNone') : t('tokens.driftSteps', { steps })),
    },
    {
      id: 'state',
      header: t('tokens.state'),
      cell: ({ state }) => <Badge tone={TONES[state] ?? 'neutral'}>{t(`tokens.state.${state}`)}</Badge>,
    },
  ];
}
