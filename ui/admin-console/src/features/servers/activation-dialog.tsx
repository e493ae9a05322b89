import { Button, Copy, Countdown, Dialog, Form, Mono, Select, Stack, TextField, useText } from '@countersign/ui-kit';
import { useState } from 'react';
import * as z from 'zod/mini';
import { useApiMutation } from '../../api.ts';

const SERVICES = ['auth-server', 'radius-gateway', 'delivery-worker'] as const;
const schema = z.object({
  service: z.enum(SERVICES),
  instance: z.string().check(z.trim(), z.regex(/^[a-z0-9][a-z0-9.-]{0,62}$/, 'servers.activation.nameRule')),
});

interface Credentials {
  readonly activationCode: string;
  readonly expiresAt: string | null;
  readonly instance: string;
}

/** Makes the code by which a new process gets its certificate; it is shown once. */
export function ActivationDialog({ onClose }: { onClose: () => void }) {
  const t = useText();
  const [made, setMade] = useState<Credentials>();
  const create = useApiMutation('POST /api/servers/activation', { invalidates: [] });
  return (
    <Dialog isOpen onClose={onClose} title={t('servers.activate')}>
      {made ? (
        <Shown made={made} onClose={onClose} />
      ) : (
        <Form
          schema={schema}
          defaults={{ service: 'auth-server', instance: '' }}
          submitLabel={t('servers.activation.submit')}
          hasDirtyGuard={false}
          actions={<Button onClick={onClose}>{t('kit.cancel')}</Button>}
          onSubmit={async (body) => setMade({ ...(await create.mutateAsync({ body })), instance: body.instance })}
        >
          <Select
            name="service"
            label={t('servers.activation.service')}
            options={SERVICES.map((service) => ({ value: service, label: service }))}
          />
          <TextField
            name="instance"
            label={t('servers.activation.name')}
            description={t('servers.activation.nameAbout')}
            isMono
          />
        </Form>
      )}
    </Dialog>
  );
}

function Shown({ made, onClose }: { made: Credentials; onClose: () => void }) {
  const t = useText();
  return (
    <Stack>
      <p>{t('servers.activation.text', { name: made.instance })}</p>
      <p>
        <Mono>{made.activationCode}</Mono> <Copy text={made.activationCode} />
      </p>
      {made.expiresAt !== null && (
        <p>
          {t('servers.activation.left')} <Countdown until={made.expiresAt} />
        </p>
      )}
      <Button kind="primary" onClick={onClose}>
        {t('kit.close')}
      </Button>
    </Stack>
  );
}
