import {
  type ApiAnswer,
  Badge,
  Button,
  Card,
  Cluster,
  ConfirmDialog,
  Facts,
  Page,
  ProblemView,
  QueryView,
  Stack,
  Time,
  useText,
  useToast,
} from '@countersign/ui-kit';
import type { PortalApi } from '@countersign/ui-kit/api/portal';
import { useState } from 'react';
import { useApiMutation, useApiQuery } from '../../api.ts';

type OpenSession = ApiAnswer<PortalApi['GET /api/sessions']>['items'][number];

/** P19: where the person is signed in, and how to end it there. */
export function SessionsPage() {
  const t = useText();
  const toast = useToast();
  const query = useApiQuery('GET /api/sessions', {}, { everyMilliseconds: 30_000 });
  const endOthers = useApiMutation('POST /api/sign-out-everywhere');
  const [isAsking, setAsking] = useState(false);
  const endAll = async () => {
    await endOthers.mutateAsync({ body: { exceptThis: true } });
    toast(t('account.sessions.allEnded'));
  };
  return (
    <Page title={t('account.sessions.title')} intro={t('account.sessions.intro')}>
      <QueryView query={query}>
        {({ items }) => (
          <Stack>
            {items.map((session) => (
              <SessionCard key={session.id} session={session} />
            ))}
            {items.some(({ isThis }) => !isThis) && (
              <Cluster>
                <Button kind="danger" onClick={() => setAsking(true)}>
                  {t('account.sessions.endOthers')}
                </Button>
              </Cluster>
            )}
          </Stack>
        )}
      </QueryView>
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        level={0}
        needsMaster={false}
        title={t('account.sessions.endOthersTitle')}
        text={t('account.sessions.endOthersText')}
        actionLabel={t('account.sessions.endOthers')}
        onConfirm={endAll}
      />
    </Page>
  );
}

function SessionCard({ session }: { session: OpenSession }) {
  const t = useText();
  const toast = useToast();
  const end = useApiMutation('DELETE /api/sessions/:id');
  const browser = session.browser || t('account.sessions.unknownBrowser');
  const facts = [
    [t('account.sessions.lastSeen'), <Time key="seen" value={session.lastSeenAt} isRelative />] as const,
    [t('account.sessions.since'), <Time key="since" value={session.createdAt} />] as const,
    [t('account.activity.place'), session.clientAddress] as const,
  ];
  const stop = () => {
    end.mutate({ params: { id: session.id } }, { onSuccess: () => toast(t('account.sessions.ended', { browser })) });
  };
  return (
    <Card title={browser}>
      <Cluster>
        <Badge>{t(`account.sessions.surface.${session.surface}`)}</Badge>
        {session.isThis && <Badge tone="success">{t('account.sessions.this')}</Badge>}
      </Cluster>
      <Facts items={facts} />
      {end.error && <ProblemView problem={end.error} />}
      {!session.isThis && (
        <Cluster>
          <Button size="small" isBusy={end.isPending} onClick={stop}>
            {t('account.sessions.end', { browser })}
          </Button>
        </Cluster>
      )}
    </Card>
  );
}
