import {
  Banner,
  Form,
  Page,
  QueryView,
  Stack,
  Tabs,
  TextLink,
  Time,
  usePathParameter,
  useText,
  useToast,
} from '@countersign/ui-kit';
import { useApiMutation, useApiQuery } from '../../api.ts';
import { Advice } from './advice.tsx';
import { ClientFields } from './client-fields.tsx';
import { bodyOf, type ClientValues, clientValuesSchema, valuesOf } from './client-values.ts';
import { ClientNumbers } from './client-numbers.tsx';
import { PacketList } from './packet-list.tsx';
import styles from './radius.module.css';
import { RecipesTab } from './recipes-tab.tsx';
import { SecretTab } from './secret-tab.tsx';
import { TestTab } from './test-tab.tsx';
import { type Client, EVERY_MILLISECONDS } from './types.ts';

/** Everything about one client. */
export function ClientPage() {
  const t = useText();
  const id = usePathParameter('clientId');
  const choice = { everyMilliseconds: EVERY_MILLISECONDS };
  const query = useApiQuery('GET /api/radius/clients/:id', { params: { id } }, choice);
  return (
    <Page title={query.data?.name ?? t('nas.client')} intro={<TextLink to="/radius">{t('nas.all')}</TextLink>}>
      <QueryView query={query} lines={8}>
        {(client) => (
          <Stack>
            <SecretTrouble client={client} />
            <Advice client={client} />
            <div className={styles.shrink}>
              <ClientTabs client={client} />
            </div>
          </Stack>
        )}
      </QueryView>
    </Page>
  );
}

function ClientTabs({ client }: { client: Client }) {
  const t = useText();
  const items = [
    { id: 'settings', label: t('nas.tab.settings'), content: <SettingsTab key={client.version} client={client} /> },
    { id: 'secret', label: t('nas.tab.secret'), content: <SecretTab client={client} /> },
    { id: 'packets', label: t('nas.tab.packets'), content: <PacketsTab client={client} /> },
    { id: 'test', label: t('nas.tab.test'), content: <TestTab client={client} /> },
    { id: 'recipes', label: t('nas.tab.recipes'), content: <RecipesTab client={client} /> },
  ];
  return <Tabs items={items} label={client.name} />;
}

function PacketsTab({ client }: { client: Client }) {
  return (
    <Stack>
      <ClientNumbers client={client} />
      <PacketList clientId={client.id} />
    </Stack>
  );
}

function SettingsTab({ client }: { client: Client }) {
  const t = useText();
  const toast = useToast();
  const update = useApiMutation('PUT /api/radius/clients/:id');
  const submit = async (values: ClientValues) => {
    const body = { ...bodyOf(values, client.policy), version: client.version };
    await update.mutateAsync({ params: { id: client.id }, body });
    toast(t('nas.saved', { name: values.name }));
  };
  return (
    <Form schema={clientValuesSchema} defaults={valuesOf(client)} onSubmit={submit} submitLabel={t('nas.save')}>
      <ClientFields />
    </Form>
  );
}

/** A secret that does not fit shows itself by signatures, or by passwords that come out as no text. */
function SecretTrouble({ client }: { client: Client }) {
  const t = useText();
  const { signatureFailures, lastSignatureFailureAt, unreadablePasswords, lastUnreadablePasswordAt } = client.numbers;
  if (signatureFailures > 0) {
    return (
      <Banner tone="danger">
        {t('nas.mismatch.signature', { count: signatureFailures })} <Time value={lastSignatureFailureAt} isRelative />
      </Banner>
    );
  }
  if (unreadablePasswords === 0) return null;
  return (
    <Banner tone="danger">
      {t('nas.mismatch.password', { count: unreadablePasswords })} <Time value={lastUnreadablePasswordAt} isRelative />
    </Banner>
  );
}
