import { Card, Facts, Muted, Stack, TextLink, useText, useTimeText } from '@countersign/ui-kit';
import { BarChart } from '@countersign/ui-kit/charts';
import { useSignInWords } from '../sign-ins/words.ts';
import type { Status } from './status-page.tsx';

/** Sign-ins per hour, accepted and refused. */
export function SignInsCard({ status: { signIns } }: { status: Status }) {
  const t = useText();
  const time = useTimeText();
  return (
    <Card title={t('statusPage.signIns')} actions={<TextLink to="/sign-ins">{t('statusPage.log')}</TextLink>}>
      <BarChart
        title={t('statusPage.signIns')}
        labelName={t('statusPage.hour')}
        labels={signIns.map(({ hour }) => time(hour, 'time'))}
        series={[
          { name: t('statusPage.accepted'), values: signIns.map(({ accepted }) => accepted) },
          { name: t('statusPage.rejected'), values: signIns.map(({ rejected }) => rejected) },
        ]}
      />
    </Card>
  );
}

/** Why people were refused, most often first; each reason leads to those sign-ins. */
export function DenialsCard({ status: { denials } }: { status: Status }) {
  const t = useText();
  const words = useSignInWords();
  return (
    <Card title={t('statusPage.denials')}>
      {denials.length === 0 && <Muted>{t('statusPage.denialsNone')}</Muted>}
      {denials.length > 0 && (
        <Stack>
          <BarChart
            title={t('statusPage.denials')}
            labelName={t('statusPage.reason')}
            labels={denials.map(({ label }) => words.cause(label))}
            series={[{ name: t('statusPage.times'), values: denials.map(({ count }) => count) }]}
          />
          <ul>
            {denials.map(({ label, count }) => (
              <li key={label}>
                <TextLink to="/sign-ins" search={{ reason: label }}>
                  {`${words.cause(label)} (${count})`}
                </TextLink>
              </li>
            ))}
          </ul>
        </Stack>
      )}
    </Card>
  );
}

/** How people proved themselves. */
export function MethodsCard({ status: { methods } }: { status: Status }) {
  const t = useText();
  const words = useSignInWords();
  return (
    <Card title={t('statusPage.methods')}>
      {methods.length === 0 && <Muted>{t('statusPage.methodsNone')}</Muted>}
      {methods.length > 0 && (
        <BarChart
          title={t('statusPage.methods')}
          labelName={t('statusPage.method')}
          labels={methods.map(({ label }) => words.basis(words.method(label)))}
          series={[{ name: t('statusPage.times'), values: methods.map(({ count }) => count) }]}
        />
      )}
    </Card>
  );
}

/** Which systems ask, and how often somebody is refused there. */
export function ApplicationsCard({ status: { applications } }: { status: Status }) {
  const t = useText();
  return (
    <Card title={t('statusPage.applications')}>
      {applications.length === 0 && <Muted>{t('statusPage.methodsNone')}</Muted>}
      {applications.length > 0 && (
        <BarChart
          title={t('statusPage.applications')}
          labelName={t('statusPage.application')}
          labels={applications.map(({ name }) => name)}
          series={[
            { name: t('statusPage.accepted'), values: applications.map(({ accepted }) => accepted) },
            { name: t('statusPage.rejected'), values: applications.map(({ rejected }) => rejected) },
          ]}
        />
      )}
    </Card>
  );
}

const CHANNELS: readonly string[] = ['text_message', 'mail'];

/** Whether messages arrive, and how fast. */
export function DeliveryCard({ status: { deliveries } }: { status: Status }) {
  const t = useText();
  const name = (channel: string) => (CHANNELS.includes(channel) ? t(`statusPage.channel.${channel}`) : channel);
  const items = deliveries.map(({ channel, sent, failed, p95Milliseconds }) => {
    const text = t('statusPage.delivery', { sent, failed, seconds: p95Milliseconds / 1_000 });
    return [name(channel), text] as const;
  });
  return (
    <Card title={t('statusPage.deliveries')}>
      {items.length === 0 ? <Muted>{t('statusPage.deliveriesNone')}</Muted> : <Facts items={items} />}
    </Card>
  );
}
