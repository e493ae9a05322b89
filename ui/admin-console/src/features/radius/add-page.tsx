import { Form, LinkButton, Page, Stack, useGo, useText, useToast, useUrlState } from '@countersign/ui-kit';
import { useState } from 'react';
import { useApiMutation } from '../../api.ts';
import { ClientFields } from './client-fields.tsx';
import { bodyOf, type ClientValues, clientValuesSchema, newValues } from './client-values.ts';
import { SecretShown } from './secret-shown.tsx';

interface Added {
  readonly id: string;
  readonly name: string;
  readonly secret: string;
}

/** Adds a client; a secret that the server makes is shown once, here. */
export function AddPage() {
  const t = useText();
  const [added, setAdded] = useState<Added>();
  return (
    <Page title={t('nas.add')} intro={added ? undefined : t('nas.addIntro')}>
      {added ? <AddedClient added={added} /> : <AddForm onAdded={setAdded} />}
    </Page>
  );
}

function AddForm({ onAdded }: { onAdded: (added: Added) => void }) {
  const t = useText();
  const go = useGo();
  const toast = useToast();
  const [given] = useUrlState({ name: '', network: '' });
  const add = useApiMutation('POST /api/radius/clients');
  const submit = async ({ secret, ...values }: ClientValues) => {
    const body = { ...bodyOf({ ...values, secret }), ...(secret === '' ? {} : { secret }) };
    const { client, generatedSecret } = await add.mutateAsync({ body });
    toast(t('nas.added', { name: client.name }));
    if (generatedSecret === null) return go(`/radius/clients/${client.id}`, { tab: 'test' });
    onAdded({ id: client.id, name: client.name, secret: generatedSecret });
  };
  return (
    <Form
      schema={clientValuesSchema}
      defaults={newValues(given)}
      onSubmit={submit}
      submitLabel={t('nas.addThis')}
      actions={<LinkButton to="/radius">{t('kit.cancel')}</LinkButton>}
    >
      <ClientFields isNew />
    </Form>
  );
}

function AddedClient({ added }: { added: Added }) {
  const t = useText();
  return (
    <Stack>
      <SecretShown secret={added.secret}>
        <p>{t('nas.addedNext')}</p>
        <LinkButton to={`/radius/clients/${added.id}`} search={{ tab: 'test' }} kind="primary">
          {t('nas.addedTest', { name: added.name })}
        </LinkButton>
        <LinkButton to={`/radius/clients/${added.id}`} search={{ tab: 'recipes' }}>
          {t('nas.recipes')}
        </LinkButton>
      </SecretShown>
    </Stack>
  );
}
