import {
  Banner,
  Card,
  Cluster,
  Facts,
  LinkButton,
  Muted,
  Page,
  QueryView,
  Stack,
  Time,
  useText,
} from '@countersign/ui-kit';
import { useApiQuery } from '../../api.ts';
import { MethodCard } from './method-card.tsx';
import { type Overview, PENDING_PATHS } from './own-method.ts';

const WARNING_LINKS: Readonly<Record<string, string>> = {
  no_method: '/methods/add',
  no_backup: '/methods/add',
  few_recovery_codes: '/recovery-codes',
  no_recovery_codes: '/recovery-codes',
  pin_change_due: '/pin',
};
const SERIOUS: ReadonlySet<string> = new Set(['no_method', 'pin_change_due']);

/** P13, the home of the portal: everything at a glance, what needs doing first. */
export function MethodsPage() {
  const t = useText();
  const query = useApiQuery('GET /api/methods', {});
  const canAdd = query.data?.policy.canEnroll ?? false;
  return (
    <Page
      title={t('methods.title')}
      actions={
        canAdd && (
          <LinkButton to="/methods/add" kind="primary" icon="plus">
            {t('methods.add')}
          </LinkButton>
        )
      }
    >
      <QueryView query={query}>{(overview) => <Groups overview={overview} />}</QueryView>
    </Page>
  );
}

function Groups({ overview }: { overview: Overview }) {
  const t = useText();
  return (
    <Stack>
      {overview.warnings.map((warning) => (
        <Warning key={warning} warning={warning} overview={overview} />
      ))}
      {overview.pending.length > 0 && <Pending overview={overview} />}
      <section aria-labelledby="active">
        <Stack>
          <h2 id="active">{t('methods.active')}</h2>
          {overview.active.length === 0 && <p>{t('methods.activeNone')}</p>}
          {overview.active.map((method) => (
            <MethodCard key={method.id} method={method} />
          ))}
        </Stack>
      </section>
      {overview.off.length > 0 && (
        <section aria-labelledby="off">
          <Stack>
            <h2 id="off">{t('methods.off')}</h2>
            {overview.off.map((method) => (
              <MethodCard key={method.id} method={method} />
            ))}
          </Stack>
        </section>
      )}
      <Extras overview={overview} />
      <Muted>{t('methods.tip')}</Muted>
    </Stack>
  );
}

function Warning({ warning, overview }: { warning: Overview['warnings'][number]; overview: Overview }) {
  const t = useText();
  const link = WARNING_LINKS[warning];
  const values = { count: overview.recoveryCodesLeft, contact: overview.policy.helpContact };
  return (
    <Banner
      tone={SERIOUS.has(warning) ? 'danger' : 'warning'}
      action={link && <LinkButton to={link}>{t(`methods.warning.${warning}.do`)}</LinkButton>}
    >
      {t(`methods.warning.${warning}.text`, values)}
    </Banner>
  );
}

function Pending({ overview }: { overview: Overview }) {
  const t = useText();
  return (
    <section aria-labelledby="pending">
      <Stack>
        <h2 id="pending">{t('methods.pending')}</h2>
        {overview.pending.map((pending) => (
          <Card key={pending.enrollmentId} title={t(`methods.kind.${pending.kind}`)} level={3}>
            <p>{t('methods.pendingAbout')}</p>
            <Facts
              items={[[t('methods.pendingUntil'), <Time key="until" value={pending.expiresAt} format="time" />]]}
            />
            <Cluster>
              <LinkButton to={PENDING_PATHS[pending.kind] ?? '/methods/add'}>{t('methods.pendingGoOn')}</LinkButton>
            </Cluster>
          </Card>
        ))}
      </Stack>
    </section>
  );
}

/** What the company offers besides and the person does not have yet. */
function Extras({ overview }: { overview: Overview }) {
  const t = useText();
  const kinds = new Set([...overview.active, ...overview.off].map(({ kind }) => kind));
  const { policy } = overview;
  const offers = [
    policy.hasRecoveryCodes && !kinds.has('recovery_codes') && (['recovery_codes', '/recovery-codes'] as const),
    policy.questions > 0 && !kinds.has('security_questions') && (['security_questions', '/questions'] as const),
    policy.hasPin && !kinds.has('pin') && (['pin', '/pin'] as const),
  ].filter((offer) => offer !== false);
  if (offers.length === 0) return null;
  return (
    <Card title={t('methods.extras')}>
      <Cluster>
        {offers.map(([kind, path]) => (
          <LinkButton key={kind} to={path}>
            {t(`methods.extra.${kind}`)}
          </LinkButton>
        ))}
      </Cluster>
    </Card>
  );
}
