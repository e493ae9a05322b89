import {
  Banner,
  Button,
  Card,
  Countdown,
  EmptyState,
  Form,
  NumberField,
  Page,
  ProblemView,
  QueryView,
  Stack,
  TextField,
  type ApiAnswer,
  useText,
  useToast,
} from '@countersign/ui-kit';
import type { PortalApi } from '@countersign/ui-kit/api/portal';
import * as z from 'zod/mini';
import { useApiMutation, useApiQuery } from '../../api.ts';

type BypassFacts = ApiAnswer<PortalApi['GET /api/bypass']>;

/** P16: the next sign-in asks for no second factor, once and not for long. */
export function BypassPage() {
  const t = useText();
  const query = useApiQuery('GET /api/bypass', {}, { everyMilliseconds: 15_000 });
  return (
    <Page title={t('account.bypass.title')} intro={t('account.bypass.intro')}>
      <QueryView query={query}>
        {(facts) => {
          if (!facts.isAllowed)
            return (
              <EmptyState
                kind="forbidden"
                title={t('account.bypass.notAllowed')}
                text={t('account.bypass.notAllowedText')}
              />
            );
          return facts.expiresAt ? (
            <Waiting expiresAt={facts.expiresAt} onOver={() => void query.refetch()} />
          ) : (
            <StartForm facts={facts} />
          );
        }}
      </QueryView>
    </Page>
  );
}

function Waiting({ expiresAt, onOver }: { expiresAt: string; onOver: () => void }) {
  const t = useText();
  const toast = useToast();
  const cancel = useApiMutation('DELETE /api/bypass');
  const end = () => cancel.mutate({}, { onSuccess: () => toast(t('account.bypass.cancelled')) });
  return (
    <Card>
      <Stack>
        <Banner tone="warning">
          {t('account.bypass.waiting')}{' '}
          <strong>
            <Countdown until={expiresAt} onOver={onOver} />
          </strong>
        </Banner>
        {cancel.error && <ProblemView problem={cancel.error} />}
        <Button kind="danger" isBusy={cancel.isPending} onClick={end}>
          {t('account.bypass.cancel')}
        </Button>
      </Stack>
    </Card>
  );
}

function StartForm({ facts }: { facts: BypassFacts }) {
  const t = useText();
  const toast = useToast();
  const start = useApiMutation('POST /api/bypass');
  const schema = z.object({
    seconds: z.int().check(z.minimum(1), z.maximum(facts.longestSeconds)),
    reason: z.string().check(z.maxLength(200)),
  });
  const send = async (values: { seconds: number; reason: string }) => {
    await start.mutateAsync({ body: { seconds: values.seconds, reason: values.reason } });
    toast(t('account.bypass.started'));
  };
  return (
    <Card>
      <Form
        schema={schema}
        defaults={{ seconds: facts.defaultSeconds, reason: '' }}
        onSubmit={send}
        submitLabel={t('account.bypass.start')}
        needsMaster={false}
        hasDirtyGuard={false}
      >
        <NumberField
          name="seconds"
          label={t('account.bypass.seconds')}
          unit={t('account.bypass.unit')}
          minimum={1}
          maximum={facts.longestSeconds}
          readOnlyReason={!facts.canEditSeconds && t('account.bypass.fixed')}
        />
        <TextField name="reason" label={t('account.bypass.reason')} isOptional maxLength={200} />
      </Form>
    </Card>
  );
}
