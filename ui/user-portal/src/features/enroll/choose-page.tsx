import {
  Badge,
  Banner,
  Button,
  Card,
  Cluster,
  Grid,
  GoTo,
  Icon,
  LinkButton,
  Muted,
  Page,
  QueryView,
  Stack,
  Time,
  useGo,
  useNow,
  useText,
} from '@countersign/ui-kit';
import { useState } from 'react';
import { useApiMutation, useApiQuery } from '../../api.ts';
import { type EnrollmentOptions, KINDS } from './kinds.ts';
import { useBase } from './use-outcome.tsx';

const DAY = 24 * 60 * 60 * 1000;

/** P03: which method, why, and by when. */
export function ChoosePage() {
  const t = useText();
  const base = useBase();
  const query = useApiQuery('GET /api/enrollment', {});
  const isFirst = query.data?.isFirst ?? base === '/enroll';
  return (
    <Page title={t(isFirst ? 'enroll.choose.first' : 'enroll.choose.another')}>
      <QueryView query={query}>{(options) => <Choices options={options} base={base} />}</QueryView>
    </Page>
  );
}

function Choices({ options, base }: { options: EnrollmentOptions; base: string }) {
  const t = useText();
  const [isWithout, setWithout] = useState(false);
  const all = options.kinds.filter(({ kind }) => KINDS[kind]);
  const shown = isWithout ? all.filter(({ kind }) => !KINDS[kind]?.needsSmartphone) : all;
  const only = all.length === 1 && options.isFirst && !options.canPostpone ? all[0] : undefined;
  if (only) return <GoTo to={`${base}/${KINDS[only.kind]?.path ?? ''}`} />;
  return (
    <Stack>
      {options.isFirst && <Why options={options} />}
      <NoChoice all={all.length} shown={shown.length} contact={options.helpContact} />
      <Grid>
        {shown.map((option) => (
          <KindCard key={option.kind} option={option} base={base} />
        ))}
      </Grid>
      <Cluster>
        {all.some(({ kind }) => KINDS[kind]?.needsSmartphone) && (
          <Button kind="quiet" aria-pressed={isWithout} onClick={() => setWithout(!isWithout)}>
            {t(isWithout ? 'enroll.choose.showAll' : 'enroll.choose.without')}
          </Button>
        )}
        {options.canPostpone && <Later />}
        {!options.isFirst && <LinkButton to="/methods">{t('enroll.back')}</LinkButton>}
      </Cluster>
    </Stack>
  );
}

function NoChoice({ all, shown, contact }: { all: number; shown: number; contact: string }) {
  const t = useText();
  if (shown > 0) return null;
  const values = { contact: contact || t('enroll.helpDesk') };
  return <Banner tone="warning">{t(all === 0 ? 'enroll.choose.none' : 'enroll.choose.withoutNone', values)}</Banner>;
}

function Why({ options }: { options: EnrollmentOptions }) {
  const t = useText();
  const now = useNow(60_000);
  const organisation = options.organisation || t('enroll.yourCompany');
  const days = options.deadlineAt ? Math.max(0, Math.ceil((new Date(options.deadlineAt).getTime() - now) / DAY)) : 0;
  return (
    <Banner>
      <p>{t('enroll.choose.why', { organisation })}</p>
      {options.deadlineAt && (
        <p>
          {t('enroll.choose.deadline', { days })} <Time value={options.deadlineAt} format="date" />
        </p>
      )}
    </Banner>
  );
}

function KindCard({ option, base }: { option: EnrollmentOptions['kinds'][number]; base: string }) {
  const t = useText();
  const kind = KINDS[option.kind];
  if (!kind) return null;
  const isFull = option.have >= option.most;
  return (
    <Card title={t(`enroll.kind.${option.kind}.title`)} actions={<Icon name={kind.icon} size={28} />}>
      {option.isRecommended && (
        <Cluster>
          <Badge tone="success">{t('enroll.choose.recommended')}</Badge>
        </Cluster>
      )}
      <p>{t(`enroll.kind.${option.kind}.about`)}</p>
      <Muted>{option.traits.map((trait) => t(`enroll.trait.${trait}`)).join(' · ')}</Muted>
      {isFull ? (
        <Muted>{t('enroll.choose.full', { count: option.most })}</Muted>
      ) : (
        <LinkButton to={`${base}/${kind.path}`} kind={option.isRecommended ? 'primary' : 'secondary'} isWide>
          {t(`enroll.kind.${option.kind}.choose`)}
        </LinkButton>
      )}
    </Card>
  );
}

function Later() {
  const t = useText();
  const go = useGo();
  const later = useApiMutation('POST /api/enrollment/later');
  const postpone = async () => {
    await later.mutateAsync({});
    go('/methods');
  };
  return (
    <Button needsMaster isBusy={later.isPending} onClick={() => void postpone()}>
      {t('enroll.choose.later')}
    </Button>
  );
}
