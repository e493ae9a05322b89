import {
  Banner,
  Button,
  Card,
  Cluster,
  LinkButton,
  Page,
  ProblemView,
  Stack,
  TextField,
  useText,
} from '@countersign/ui-kit';
import { useState } from 'react';
import { useApiMutation } from '../../api.ts';
import { createPasskey, isPasskeyPossible, platformName } from './passkey.ts';
import { Refusal, useBase, useOutcome } from './use-outcome.tsx';

/** P08: one sentence, one button. Closing the browser's window is not an error. */
export function PasskeyPage() {
  const t = useText();
  const base = useBase();
  const begin = useApiMutation('POST /api/enrollment/passkey', { invalidates: [] });
  const finish = useApiMutation('POST /api/enrollment/passkey/confirm');
  const { take, refusal } = useOutcome();
  const [name, setName] = useState('');
  const [said, setSaid] = useState<'cancelled' | 'already' | 'failed'>();
  const [problem, setProblem] = useState<unknown>();
  const [isBusy, setBusy] = useState(false);
  const run = async () => {
    setSaid(undefined);
    setProblem(undefined);
    const { enrollmentId, options } = await begin.mutateAsync({});
    const made = await createPasskey(options);
    if (made.kind !== 'made') return setSaid(made.kind);
    const body = { enrollmentId, response: made.response, name: name.trim(), platform: platformName() };
    await take(await finish.mutateAsync({ body }));
  };
  const create = () => {
    setBusy(true);
    void run()
      .catch(setProblem)
      .finally(() => setBusy(false));
  };
  return (
    <Page title={t('enroll.kind.passkey.title')} intro={t('enroll.passkey.intro')}>
      <Card>
        {isPasskeyPossible() ? (
          <Stack>
            <Refusal outcome={refusal} />
            <div role="status">
              {said && <Banner tone={said === 'cancelled' ? 'info' : 'warning'}>{t(`enroll.passkey.${said}`)}</Banner>}
            </div>
            {problem !== undefined && <ProblemView problem={problem} />}
            <TextField
              label={t('enroll.name')}
              description={t('enroll.passkey.nameAbout')}
              isOptional
              value={name}
              onChange={setName}
              maxLength={64}
            />
            <Cluster>
              <Button kind="primary" needsMaster isBusy={isBusy} onClick={create}>
                {t('enroll.passkey.create')}
              </Button>
              <LinkButton to={base}>{t('enroll.otherWay')}</LinkButton>
            </Cluster>
          </Stack>
        ) : (
          <Banner tone="warning" action={<LinkButton to={base}>{t('enroll.otherWay')}</LinkButton>}>
            {t('enroll.passkey.unsupported')}
          </Banner>
        )}
      </Card>
    </Page>
  );
}
