import {
  Banner,
  Button,
  Card,
  Copy,
  Form,
  LinkButton,
  Mono,
  Stack,
  TextField,
  useGo,
  useText,
} from '@countersign/ui-kit';
import { useState } from 'react';
import * as z from 'zod/mini';
import { useApiMutation } from '../../api.ts';
import { type SetupState, STATE_ONLY } from './steps.ts';

const schema = z.object({
  applicationName: z.string().check(z.trim(), z.minLength(1), z.maxLength(100)),
  network: z.string().check(z.trim(), z.minLength(2), z.maxLength(64)),
});

/** The first VPN or other device that asks over RADIUS; may wait. */
export function RadiusStep({ state }: { state: SetupState }) {
  const t = useText();
  const go = useGo();
  const [secret, setSecret] = useState<string>();
  const add = useApiMutation('POST /api/setup/radius', STATE_ONLY);
  const skip = useApiMutation('POST /api/setup/step', STATE_ONLY);
  const leaveOut = async () => {
    await skip.mutateAsync({ body: { step: 'radius', isSkipped: true } });
    go('/setup/summary');
  };
  if (secret !== undefined) return <SecretShown secret={secret} />;
  return (
    <Stack>
      {state.radiusClient !== '' && (
        <Banner tone="success" action={<LinkButton to="/setup/summary">{t('setup.next')}</LinkButton>}>
          {t('setup.radius.done', { name: state.radiusClient })}
        </Banner>
      )}
      <Card>
        <Form
          schema={schema}
          defaults={{ applicationName: '', network: '' }}
          submitLabel={t('setup.radius.submit')}
          actions={
            <Button isBusy={skip.isPending} onClick={() => void leaveOut().catch(() => undefined)}>
              {t('setup.skip')}
            </Button>
          }
          onSubmit={async (body) => setSecret((await add.mutateAsync({ body })).sharedSecret)}
        >
          <TextField
            name="applicationName"
            label={t('setup.radius.name')}
            description={t('setup.radius.nameAbout')}
            maxLength={100}
          />
          <TextField
            name="network"
            label={t('setup.radius.network')}
            description={t('setup.radius.networkAbout')}
            isMono
          />
        </Form>
      </Card>
    </Stack>
  );
}

function SecretShown({ secret }: { secret: string }) {
  const t = useText();
  return (
    <Card title={t('setup.radius.secretTitle')}>
      <p>{t('setup.radius.secretText')}</p>
      <p>
        <Mono>{secret}</Mono> <Copy text={secret} label={t('setup.radius.copy')} />
      </p>
      <LinkButton to="/setup/summary" kind="primary">
        {t('setup.next')}
      </LinkButton>
    </Card>
  );
}
