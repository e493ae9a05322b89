import {
  Badge,
  Card,
  Cluster,
  Facts,
  Mono,
  Page,
  QueryView,
  Stack,
  TextLink,
  Time,
  usePathParameter,
  useText,
} from '@countersign/ui-kit';
import type { ReactNode } from 'react';
import { useApiQuery } from '../../api.ts';
import { Timeline } from './timeline.tsx';
import type { Attempt, Step } from './types.ts';
import { OUTCOME_TONES, useSignInWords } from './words.ts';

/** The story of one sign-in: why it ended as it did, what to do next, and every step with its time. */
export function SignInPage() {
  const t = useText();
  const id = usePathParameter('signInId');
  const query = useApiQuery('GET /api/sign-ins/:id', { params: { id } });
  const user = query.data?.attempt.userName ?? '';
  return (
    <Page title={t('signIns.detailTitle', { user })} intro={<TextLink to="/sign-ins">{t('signIns.back')}</TextLink>}>
      <QueryView query={query} lines={10}>
        {({ attempt, steps }) => <Story attempt={attempt} steps={steps} />}
      </QueryView>
    </Page>
  );
}

function Story({ attempt, steps }: { attempt: Attempt; steps: readonly Step[] }) {
  const t = useText();
  return (
    <Stack>
      <Why attempt={attempt} />
      <Card title={t('signIns.timeline')}>
        <Timeline steps={steps} />
      </Card>
    </Stack>
  );
}

function Why({ attempt }: { attempt: Attempt }) {
  const t = useText();
  const words = useSignInWords();
  const { outcome, reason, userId, userName } = attempt;
  const isRefused = outcome === 'rejected';
  const plain = outcome === 'accepted' ? 'accepted' : 'challenged';
  const facts: readonly (readonly [string, ReactNode])[] = [
    [t('signIns.outcome'), <Badge tone={OUTCOME_TONES[outcome] ?? 'neutral'}>{words.outcome(outcome)}</Badge>],
    [t('signIns.whyTitle'), isRefused ? words.cause(reason) : t(`signIns.${plain}.cause`)],
    [t('signIns.nextTitle'), <strong>{isRefused ? words.next(reason) : t(`signIns.${plain}.next`)}</strong>],
    [t('signIns.application'), attempt.application],
    [t('signIns.method'), attempt.method === '' ? t('signIns.methods.none') : words.method(attempt.method)],
    [t('signIns.address'), <Mono>{attempt.clientAddress || t('signIns.unknown')}</Mono>],
    [t('signIns.from'), <Time value={attempt.startedAt} format="datetime" />],
  ];
  return (
    <Card title={t('signIns.whyTitle')}>
      <Facts items={facts} />
      <Cluster>
        {userId !== '' && <TextLink to={`/users/${userId}`}>{t('signIns.toUser')}</TextLink>}
        <TextLink to="/sign-ins" search={{ user: userName }}>
          {t('signIns.sameUser')}
        </TextLink>
      </Cluster>
    </Card>
  );
}
