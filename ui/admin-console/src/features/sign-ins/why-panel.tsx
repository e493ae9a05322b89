import {
  Badge,
  Banner,
  Card,
  Cluster,
  Muted,
  QueryView,
  Select,
  Stack,
  TextField,
  type Tone,
  useText,
  useTimeText,
  useUrlState,
} from '@countersign/ui-kit';
import { useApiQuery } from '../../api.ts';
import styles from './sign-ins.module.css';
import { OUTCOME_TONES, useSignInWords } from './words.ts';

const RESULT_TONES: Readonly<Record<string, Tone>> = { passed: 'success', decides: 'warning', not_reached: 'neutral' };

/** What would happen if this user signed in now: the real checks, step by step, without doing anything. */
export function WhyPanel({ user }: { user: string }) {
  const t = useText();
  const [state, setState] = useUrlState({ application: '', address: '' });
  const applications = useApiQuery('GET /api/applications', {});
  return (
    <Card title={t('signIns.why.title')}>
      <Stack>
        <p>{t('signIns.why.intro')}</p>
        <QueryView query={applications}>
          {({ items }) => (
            <Cluster>
              <Select
                label={t('signIns.application')}
                value={state.application}
                onChange={(application) => setState({ application })}
                placeholder={t('signIns.why.choose')}
                options={items.map(({ id, name }) => ({ value: id, label: name }))}
              />
              <TextField
                label={t('signIns.why.address')}
                description={t('signIns.why.addressAbout')}
                value={state.address}
                onChange={(address) => setState({ address })}
                isMono
                isOptional
              />
            </Cluster>
          )}
        </QueryView>
        {state.application !== '' && (
          <Explained user={user} applicationId={state.application} address={state.address} />
        )}
      </Stack>
    </Card>
  );
}

function Explained(query: { user: string; applicationId: string; address: string }) {
  const t = useText();
  const words = useSignInWords();
  const asked = useApiQuery('GET /api/sign-in-explanation', { query }, { keepsPrevious: true });
  return (
    <QueryView query={asked}>
      {({ outcome, reason, basis, method, steps }) => (
        <Stack>
          <Banner tone={OUTCOME_TONES[outcome] ?? 'info'} isAnnounced>
            {outcome === 'accepted' && t('signIns.why.result.accepted', { basis: words.basis(basis) })}
            {outcome === 'rejected' && t('signIns.why.result.rejected', { cause: words.cause(reason) })}
            {outcome === 'challenged' && t('signIns.why.result.challenged', { method: words.method(method) })}
          </Banner>
          {outcome === 'rejected' && <p>{words.next(reason)}</p>}
          <ol className={styles.checks}>
            {steps.map(({ check, result, facts }) => (
              <li key={check} className={styles.step}>
                <Badge tone={RESULT_TONES[result] ?? 'neutral'}>{t(`signIns.why.${result}`)}</Badge>
                <span>{t(`signIns.check.${check}`)}</span>
                <Muted>
                  <FactWords facts={facts} />
                </Muted>
              </li>
            ))}
          </ol>
        </Stack>
      )}
    </QueryView>
  );
}

function FactWords({ facts }: { facts: Readonly<Record<string, string>> }) {
  const t = useText();
  const time = useTimeText();
  const words = useSignInWords();
  const { until, usable, method, networks, userName } = facts;
  const parts = [
    until && t('signIns.why.until', { time: time(until) }),
    usable && usable.split(' ').map(words.method).join(', '),
    method && words.method(method),
    networks,
    userName,
  ];
  return <>{parts.filter(Boolean).join(' · ')}</>;
}
