import {
  Banner,
  Card,
  Form,
  Icon,
  Page,
  QueryView,
  TextField,
  type ApiAnswer,
  useGo,
  useText,
  useToast,
} from '@countersign/ui-kit';
import type { PortalApi } from '@countersign/ui-kit/api/portal';
import { useState } from 'react';
import * as z from 'zod/mini';
import { useApiMutation, useApiQuery } from '../../api.ts';
import { stateOfRule } from './pin-rules.ts';
import styles from './secrets.module.css';

type PinFacts = ApiAnswer<PortalApi['GET /api/pin']>;

const schema = z
  .object({ pin: z.string().check(z.minLength(1)), again: z.string().check(z.minLength(1)) })
  .check(z.refine((values) => values.pin === values.again, { path: ['again'], error: 'secrets.pin.differ' }));

/** P09: the rules are seen while somebody types. */
export function PinPage() {
  const t = useText();
  const query = useApiQuery('GET /api/pin', {});
  return (
    <Page title={t(query.data?.hasPin ? 'secrets.pin.change' : 'secrets.pin.set')} intro={t('secrets.pin.intro')}>
      <QueryView query={query}>{(facts) => <PinForm facts={facts} />}</QueryView>
    </Page>
  );
}

function PinForm({ facts }: { facts: PinFacts }) {
  const t = useText();
  const go = useGo();
  const toast = useToast();
  const set = useApiMutation('PUT /api/pin');
  const [pin, setPin] = useState('');
  const [broken, setBroken] = useState<readonly string[]>([]);
  const save = async (values: { pin: string }) => {
    const { brokenRules } = await set.mutateAsync({ body: { pin: values.pin } });
    setBroken(brokenRules);
    if (brokenRules.length > 0) return;
    toast(t('secrets.pin.saved'));
    go('/methods');
  };
  return (
    <Card>
      {facts.isChangeRequired && <Banner tone="warning">{t('secrets.pin.due')}</Banner>}
      {broken.length > 0 && (
        <div role="alert">
          <Banner tone="danger">{t('secrets.pin.broken')}</Banner>
        </div>
      )}
      <Form
        schema={schema}
        defaults={{ pin: '', again: '' }}
        onSubmit={save}
        submitLabel={t('secrets.pin.save')}
        hasDirtyGuard={false}
      >
        <TextField
          name="pin"
          type="password"
          inputMode="numeric"
          autoComplete="new-password"
          label={t('secrets.pin.new')}
          isNarrow
          onChange={setPin}
        />
        <RuleList facts={facts} pin={pin} broken={broken} />
        <TextField
          name="again"
          type="password"
          inputMode="numeric"
          autoComplete="new-password"
          label={t('secrets.pin.again')}
          isNarrow
        />
      </Form>
    </Card>
  );
}

function RuleList({ facts, pin, broken }: { facts: PinFacts; pin: string; broken: readonly string[] }) {
  const t = useText();
  return (
    <ul className={styles.rules} aria-label={t('secrets.pin.rules')}>
      {facts.rules.map((rule) => {
        const state = broken.includes(rule.code) ? 'broken' : stateOfRule(rule, pin, facts.forbiddenPieces);
        return (
          <li key={rule.code} className={styles[state]}>
            <Icon name={state === 'kept' ? 'success' : state === 'broken' ? 'error' : 'info'} />
            <span>
              {t(`secrets.rule.${rule.code}`, { limit: rule.limit })}
              {state !== 'later' && <span className="visually-hidden"> {t(`secrets.ruleState.${state}`)}</span>}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
