import {
  Banner,
  Button,
  Card,
  Cluster,
  ConfirmDialog,
  Dialog,
  Form,
  Select,
  Stack,
  TextField,
  Time,
  useGo,
  useText,
  useToast,
} from '@countersign/ui-kit';
import { useState } from 'react';
import * as z from 'zod/mini';
import { useApiMutation } from '../../api.ts';
import { SecretShown } from './secret-shown.tsx';
import type { Client } from './types.ts';

const OVERLAPS = ['0', '3600', '86400', '604800'] as const;
const rotateSchema = z.object({ secret: z.string().check(z.maxLength(128)), overlap: z.string() });

/** Age of the secret, a new one, and the end of the client. The secret itself is never read again. */
export function SecretTab({ client }: { client: Client }) {
  const t = useText();
  const [shown, setShown] = useState<string>();
  const [isRotating, setRotating] = useState(false);
  return (
    <Stack>
      {shown !== undefined && <SecretShown secret={shown} />}
      <Card title={t('nas.secret')}>
        <p>
          {t('nas.secretSetAt')} <Time value={client.secretChangedAt} />
        </p>
        {client.previousSecretRetiresAt !== null && (
          <Banner tone="info">
            {t('nas.previousUntil')} <Time value={client.previousSecretRetiresAt} />
          </Banner>
        )}
        <Button needsMaster onClick={() => setRotating(true)}>
          {t('nas.rotate')}
        </Button>
      </Card>
      <RemoveCard client={client} />
      <Dialog
        isOpen={isRotating}
        onClose={() => setRotating(false)}
        title={t('nas.rotateTitle', { name: client.name })}
      >
        <RotateForm
          client={client}
          onDone={(secret) => {
            setRotating(false);
            setShown(secret);
          }}
        />
      </Dialog>
    </Stack>
  );
}

function RotateForm({ client, onDone }: { client: Client; onDone: (secret: string | undefined) => void }) {
  const t = useText();
  const toast = useToast();
  const rotate = useApiMutation('POST /api/radius/clients/:id/rotate');
  const submit = async ({ secret, overlap }: z.infer<typeof rotateSchema>) => {
    const body = { retirePreviousAfterSeconds: Number(overlap), ...(secret === '' ? {} : { secret }) };
    const { generatedSecret } = await rotate.mutateAsync({ params: { id: client.id }, body });
    toast(t('nas.rotated', { name: client.name }));
    onDone(generatedSecret ?? undefined);
  };
  return (
    <Form
      schema={rotateSchema}
      defaults={{ secret: '', overlap: '86400' }}
      onSubmit={submit}
      submitLabel={t('nas.rotate')}
      hasDirtyGuard={false}
    >
      <p>{t('nas.rotateText')}</p>
      <Select
        name="overlap"
        label={t('nas.overlap')}
        options={OVERLAPS.map((value) => ({ value, label: t(`nas.overlap.${value}`) }))}
      />
      <TextField
        name="secret"
        type="password"
        autoComplete="off"
        label={t('nas.secret')}
        description={t('nas.secretAbout')}
        isOptional
      />
    </Form>
  );
}

function RemoveCard({ client }: { client: Client }) {
  const t = useText();
  const go = useGo();
  const toast = useToast();
  const remove = useApiMutation('DELETE /api/radius/clients/:id', { invalidates: ['GET /api/radius/clients'] });
  const [isOpen, setOpen] = useState(false);
  const confirm = async () => {
    await remove.mutateAsync({ params: { id: client.id } });
    toast(t('nas.removed', { name: client.name }));
    go('/radius');
  };
  return (
    <Card title={t('nas.remove')}>
      <p>{t('nas.removeText')}</p>
      <Cluster>
        <Button kind="danger" needsMaster onClick={() => setOpen(true)}>
          {t('nas.removeThis', { name: client.name })}
        </Button>
      </Cluster>
      <ConfirmDialog
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        title={t('nas.removeThis', { name: client.name })}
        text={t('nas.removeText')}
        actionLabel={t('nas.removeThis', { name: client.name })}
        level={2}
        typedWord={client.name}
        onConfirm={confirm}
      />
    </Card>
  );
}
