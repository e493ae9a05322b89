import { Badge, Card, Facts, Meter, Muted, Stack, TextLink, Time, useNow, useText } from '@countersign/ui-kit';
import type { Status } from './status-page.tsx';

const SOON_MS = 30 * 86_400_000;

/** How many of those who tried came in. */
export function RateCard({ status: { lastHour, lastWeek } }: { status: Status }) {
  const t = useText();
  const text = ({ accepted, rejected }: Status['lastHour']) => {
    const count = accepted + rejected;
    return count === 0 ? t('statusPage.rateNone') : t('statusPage.rateText', { share: accepted / count, count });
  };
  const meter = (label: string, results: Status['lastHour']) => (
    <Meter label={label} value={results.accepted} maximum={results.accepted + results.rejected} text={text(results)} />
  );
  return (
    <Card title={t('statusPage.rate')}>
      <Stack>
        {meter(t('statusPage.rateHour'), lastHour)}
        {meter(t('statusPage.rateWeek'), lastWeek)}
      </Stack>
    </Card>
  );
}

/** What stands for or against users now; each number leads to its list. */
export function SecurityCard({ status: { security } }: { status: Status }) {
  const t = useText();
  const link = (to: string, count: number) => <TextLink to={to}>{String(count)}</TextLink>;
  return (
    <Card title={t('statusPage.security')}>
      <Facts
        items={[
          [t('statusPage.security.activeBypasses'), link('/bypasses', security.activeBypasses)],
          [t('statusPage.security.blocked'), link('/blocked', security.blocked)],
          [t('statusPage.security.lockedOut'), link('/blocked', security.lockedOut)],
          [t('statusPage.security.openFraudReports'), link('/fraud', security.openFraudReports)],
        ]}
      />
    </Card>
  );
}

/** How far people have come with their methods. */
export function EnrollmentCard({ status: { enrollment } }: { status: Status }) {
  const t = useText();
  const step = (name: 'enabled' | 'withMethod' | 'withBackup', value: number) => (
    <Meter
      label={t(`statusPage.enrollment.${name}`)}
      value={value}
      maximum={enrollment.users}
      text={String(value)}
      isProgress
    />
  );
  return (
    <Card title={t('statusPage.enrollment')}>
      <Stack>
        <Facts items={[[t('statusPage.enrollment.users'), String(enrollment.users)]]} />
        {step('enabled', enrollment.enabled)}
        {step('withMethod', enrollment.withMethod)}
        {step('withBackup', enrollment.withBackup)}
      </Stack>
    </Card>
  );
}

/** What must be renewed, soonest first. */
export function ExpiryCard({ status: { expiries } }: { status: Status }) {
  const t = useText();
  const now = useNow(60_000);
  const items = expiries.map(({ kind, name, at }) => {
    const isSoon = new Date(at).getTime() - now < SOON_MS;
    const time = <Time value={at} format="date" />;
    const label = t(kind === 'authority' ? 'statusPage.expiry.authority' : 'statusPage.expiry.certificate', { name });
    return [label, isSoon ? <Badge tone="warning">{time}</Badge> : time] as const;
  });
  return (
    <Card title={t('statusPage.expiries')}>
      {items.length === 0 ? <Muted>{t('statusPage.expiriesNone')}</Muted> : <Facts items={items} />}
    </Card>
  );
}
