import { Badge, Button, Card, ProblemView, Skeleton, Stack, useGo, useText } from '@countersign/ui-kit';
import { useEffect } from 'react';
import { useApiMutation } from '../../api.ts';
import { STATE_ONLY } from './steps.ts';

const TONES = { ok: 'success', warning: 'warning', failed: 'danger' } as const;

/** What this installation depends on, looked at from the server. */
export function ChecksStep() {
  const t = useText();
  const go = useGo();
  const check = useApiMutation('POST /api/setup/checks', { invalidates: [] });
  const save = useApiMutation('POST /api/setup/step', STATE_ONLY);
  const { mutate } = check;
  useEffect(() => mutate({}), [mutate]);
  const next = async () => {
    await save.mutateAsync({ body: { step: 'checks', isSkipped: false } });
    go('/setup/radius');
  };
  return (
    <Stack>
      {check.isPending && <Skeleton label={t('kit.loading')} lines={6} />}
      {check.error && <ProblemView problem={check.error} onRetry={() => mutate({})} />}
      {check.data?.findings.map((finding) => (
        <Card key={`${finding.subject} ${finding.detail}`} title={finding.subject}>
          <p>
            <Badge tone={TONES[finding.state]}>{t(`setup.checks.${finding.state}`)}</Badge> {finding.detail}
          </p>
          {finding.remedy !== '' && <p>{finding.remedy}</p>}
        </Card>
      ))}
      {save.error && <ProblemView problem={save.error} />}
      <Button isBusy={check.isPending} onClick={() => mutate({})}>
        {t('setup.checks.again')}
      </Button>
      <Button kind="primary" needsMaster isBusy={save.isPending} onClick={() => void next().catch(() => undefined)}>
        {t('setup.next')}
      </Button>
    </Stack>
  );
}
