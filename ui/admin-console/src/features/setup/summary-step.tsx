import { Button, Card, Facts, ProblemView, Stack, useText } from '@countersign/ui-kit';
import { useApiMutation } from '../../api.ts';
import type { SetupState } from './steps.ts';

/** What was done, and the button that closes these pages for ever. */
export function SummaryStep({ state }: { state: SetupState }) {
  const t = useText();
  const complete = useApiMutation('POST /api/setup/complete', { invalidates: [] });
  const finish = async () => {
    await complete.mutateAsync({});
    // Anew from the start: what these pages have read is of no use any more.
    globalThis.location.assign('/sign-in');
  };
  const later = t('setup.summary.later');
  return (
    <Stack>
      <Card>
        <Facts
          items={[
            [t('setup.company.name'), state.companyName],
            [t('setup.company.timeZone'), state.timeZone],
            [t('setup.administrator.short'), state.administrator],
            [t('setup.radius.short'), state.radiusClient === '' ? later : state.radiusClient],
          ]}
        />
        <ul>
          <li>{t('setup.summary.secondOwner')}</li>
          <li>{t('setup.summary.mail')}</li>
          <li>{t('setup.summary.users')}</li>
        </ul>
      </Card>
      {complete.error && <ProblemView problem={complete.error} />}
      <Button
        kind="primary"
        needsMaster
        isBusy={complete.isPending}
        disabledReason={state.administrator === '' && t('setup.summary.noAdministrator')}
        onClick={() => void finish().catch(() => undefined)}
      >
        {t('setup.summary.submit')}
      </Button>
    </Stack>
  );
}
