import {
  type ApiList,
  asProblem,
  Badge,
  Banner,
  type Column,
  DataTable,
  LinkButton,
  Mono,
  Page,
  Stack,
  TextLink,
  Time,
  useGo,
  useText,
} from '@countersign/ui-kit';
import { useApiQuery } from '../../api.ts';
import { type Client, EVERY_MILLISECONDS, type Overview } from './types.ts';
import { UnknownSendersCard } from './unknown-senders-card.tsx';
import { useReason } from './words.ts';

/** A16: every RADIUS client, what it does and what hurts; and who sends without being one. */
export function ClientsPage() {
  const t = useText();
  const go = useGo();
  const query = useApiQuery('GET /api/radius/clients', {}, { everyMilliseconds: EVERY_MILLISECONDS });
  const columns = useColumns();
  const add = (
    <LinkButton to="/radius/new" kind="primary" icon="plus">
      {t('nas.add')}
    </LinkButton>
  );
  return (
    <Page title={t('nas.title')} intro={t('nas.intro')} actions={add}>
      <Stack>
        {query.data?.gateways.length === 0 && <Banner tone="warning">{t('nas.noGateway')}</Banner>}
        <UnknownSendersCard senders={query.data?.unknownSenders ?? []} />
        <DataTable
          label={t('nas.title')}
          list={listOf(query)}
          columns={columns}
          rowKey={(client) => client.id}
          rowName={(client) => client.name}
          onOpen={(client) => go(`/radius/clients/${client.id}`)}
          empty={{ title: t('nas.empty'), text: t('nas.emptyText'), action: add }}
        />
      </Stack>
    </Page>
  );
}

function useColumns(): readonly Column<Client>[] {
  const t = useText();
  const reason = useReason();
  return [
    {
      id: 'name',
      header: t('nas.name'),
      cell: (client) => <TextLink to={`/radius/clients/${client.id}`}>{client.name}</TextLink>,
    },
    { id: 'network', header: t('nas.network'), cell: (client) => <Mono>{client.network}</Mono> },
    { id: 'state', header: t('nas.state'), cell: (client) => <ClientState client={client} /> },
    {
      id: 'secret',
      header: t('nas.secretAge'),
      cell: (client) => <Time value={client.secretChangedAt} format="date" />,
    },
    {
      id: 'rate',
      header: t('nas.rate'),
      align: 'end',
      cell: (client) => t('nas.perMinute', { count: client.numbers.requestsPerMinute }),
    },
    {
      id: 'last',
      header: t('nas.lastPacket'),
      cell: (client) => <Time value={client.numbers.lastPacketAt} isRelative />,
    },
    {
      id: 'problem',
      header: t('nas.lastProblem'),
      cell: ({ numbers }) => (numbers.lastProblem === '' ? t('nas.none') : reason(numbers.lastProblem)),
    },
  ];
}

const HOUR = 3_600_000;

function isLately(at: string | null): boolean {
  return at !== null && Date.now() - Date.parse(at) < HOUR;
}

/** The worst thing about a client in a word or two. */
export function ClientState({ client }: { client: Client }) {
  const t = useText();
  const { numbers, advice } = client;
  if (isLately(numbers.lastSignatureFailureAt) || isLately(numbers.lastUnreadablePasswordAt)) {
    return <Badge tone="danger">{t('nas.state.secret')}</Badge>;
  }
  if (!client.requireMessageAuthenticator || client.allowUnsignedProxyState) {
    return <Badge tone="warning">{t('nas.state.unsigned')}</Badge>;
  }
  if (advice.some(({ kind }) => kind === 'too_short')) {
    return <Badge tone="warning">{t('nas.state.timeout')}</Badge>;
  }
  if (numbers.lastPacketAt === null) return <Badge>{t('nas.state.silent')}</Badge>;
  return <Badge tone="success">{t('nas.state.good')}</Badge>;
}

interface OverviewQuery {
  readonly data: Overview | undefined;
  readonly error: unknown;
  readonly isPending: boolean;
  refetch(): unknown;
}

function listOf(query: OverviewQuery): ApiList<Client> {
  return {
    rows: query.data?.items ?? [],
    total: query.data?.total,
    isLoading: query.isPending,
    isFetching: false,
    hasMore: false,
    problem: query.error && query.data === undefined ? asProblem(query.error) : undefined,
    fetchMore: () => undefined,
    reload: () => void query.refetch(),
  };
}
