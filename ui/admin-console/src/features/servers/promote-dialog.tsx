import {
  Banner,
  Button,
  Checkbox,
  Dialog,
  Form,
  ProblemView,
  Skeleton,
  Stack,
  TextField,
  useText,
  useToast,
} from '@countersign/ui-kit';
import { useEffect } from 'react';
import * as z from 'zod/mini';
import { useApiMutation } from '../../api.ts';

/** Facts first, then the name typed by hand: promotion cannot be taken back. */
export function PromoteDialog({ name, onClose }: { name: string; onClose: () => void }) {
  const t = useText();
  const look = useApiMutation('POST /api/servers/:name/promote', { invalidates: [] });
  const { mutate } = look;
  useEffect(() => mutate({ params: { name }, body: { isDryRun: true, acceptDataLoss: false } }), [mutate, name]);
  return (
    <Dialog isOpen onClose={onClose} title={t('servers.promote', { name })} isWide>
      {look.error && <ProblemView problem={look.error} onRetry={onClose} />}
      {look.isPending && <Skeleton label={t('kit.loading')} lines={5} />}
      {look.data && <Facts facts={look.data} name={name} onClose={onClose} />}
    </Dialog>
  );
}

interface KnownFacts {
  readonly facts: readonly string[];
  readonly refusals: readonly string[];
  readonly lostBytes: number;
}

function Facts({ facts, name, onClose }: { facts: KnownFacts; name: string; onClose: () => void }) {
  const t = useText();
  return (
    <Stack>
      <h3>{t('servers.facts')}</h3>
      <ul>
        {facts.facts.map((fact) => (
          <li key={fact}>{fact}</li>
        ))}
      </ul>
      <p>{t('servers.consequences')}</p>
      {facts.refusals.length > 0 && (
        <Banner tone="warning">
          <ul>
            {facts.refusals.map((refusal) => (
              <li key={refusal}>{refusal}</li>
            ))}
          </ul>
        </Banner>
      )}
      <PromoteForm facts={facts} name={name} onClose={onClose} />
    </Stack>
  );
}

function PromoteForm({ facts, name, onClose }: { facts: KnownFacts; name: string; onClose: () => void }) {
  const t = useText();
  const toast = useToast();
  const promote = useApiMutation('POST /api/servers/:name/promote');
  const schema = z.object({
    typed: z.string().check(z.refine((value) => value.trim() === name, 'kit.confirm.typedWrong')),
    acceptDataLoss: z.boolean(),
  });
  return (
    <Form
      schema={schema}
      defaults={{ typed: '', acceptDataLoss: false }}
      submitLabel={t('servers.promote', { name })}
      submitKind="danger"
      needsMaster={false}
      hasDirtyGuard={false}
      actions={<Button onClick={onClose}>{t('kit.cancel')}</Button>}
      onSubmit={async ({ acceptDataLoss }) => {
        const answer = await promote.mutateAsync({ params: { name }, body: { isDryRun: false, acceptDataLoss } });
        toast({ text: t(answer.isPromoted ? 'servers.promoted' : 'servers.notPromoted', { name }) });
        if (answer.isPromoted) onClose();
      }}
    >
      {facts.lostBytes > 0 && (
        <Checkbox
          name="acceptDataLoss"
          label={t('servers.acceptLoss', { bytes: facts.lostBytes })}
          description={t('servers.acceptLossAbout')}
        />
      )}
      <TextField name="typed" label={t('kit.confirm.typed', { word: name })} isMono />
    </Form>
  );
}
