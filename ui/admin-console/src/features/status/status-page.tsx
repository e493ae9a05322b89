import { type ApiAnswer, Grid, Muted, Page, QueryView, Stack, useText } from '@countersign/ui-kit';
import type { ConsoleApi } from '@countersign/ui-kit/api/console';
import { useApiQuery } from '../../api.ts';
import { ApplicationsCard, DeliveryCard, DenialsCard, MethodsCard, SignInsCard } from './chart-cards.tsx';
import { EnrollmentCard, ExpiryCard, RateCard, SecurityCard } from './number-cards.tsx';

/** What the door tells for the status page. */
export type Status = ApiAnswer<ConsoleApi['GET /api/status']>;

const EVERY_MILLISECONDS = 5_000;

/** A03: cards with charts; each leads to the filtered log. */
export function StatusPage() {
  const t = useText();
  const query = useApiQuery('GET /api/status', {}, { everyMilliseconds: EVERY_MILLISECONDS, keepsPrevious: true });
  return (
    <Page title={t('statusPage.title')} intro={t('statusPage.intro')}>
      <QueryView query={query} lines={12}>
        {(status) => (
          <Stack>
            <SignInsCard status={status} />
            <Grid>
              <RateCard status={status} />
              <SecurityCard status={status} />
              <DenialsCard status={status} />
              <MethodsCard status={status} />
              <ApplicationsCard status={status} />
              <DeliveryCard status={status} />
              <EnrollmentCard status={status} />
              <ExpiryCard status={status} />
            </Grid>
            {status.waitingEntries > 0 && <Muted>{t('statusPage.waiting', { count: status.waitingEntries })}</Muted>}
          </Stack>
        )}
      </QueryView>
    </Page>
  );
}
