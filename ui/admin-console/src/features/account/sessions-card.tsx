import {
  Badge,
  Button,
  Card,
  ProblemView,
  QueryView,
  Stack,
  Time,
  useGo,
  useSession,
  useText,
} from '@countersign/ui-kit';
import { useApiMutation, useApiQuery } from '../../api.ts';
import styles from './account.module.css';

/** Where I am signed in, and the ways out. */
export function SessionsCard() {
  const t = useText();
  const go = useGo();
  const { refresh } = useSession();
  const sessions = useApiQuery('GET /api/sessions', {});
  const end = useApiMutation('DELETE /api/sessions/:id');
  const endAll = useApiMutation('POST /api/sign-out-everywhere', { invalidates: [] });
  const leave = async () => {
    await endAll.mutateAsync({ body: { exceptThis: false } });
    await refresh();
    go('/sign-in');
  };
  return (
    <Card title={t('account.sessions')}>
      <Stack>
        <QueryView query={sessions}>
          {({ items }) => (
            <ul className={styles.sessions}>
              {items.map((session) => (
                <li key={session.id}>
                  <span>
                    {session.browser} {session.clientAddress} <Time value={session.lastSeenAt} isRelative />{' '}
                    {session.isThis && <Badge tone="success">{t('account.thisSession')}</Badge>}
                  </span>
                  {!session.isThis && (
                    <Button size="small" onClick={() => end.mutate({ params: { id: session.id } })}>
                      {t('account.endSession')}
                    </Button>
                  )}
                </li>
              ))}
            </ul>
          )}
        </QueryView>
        {(end.error ?? endAll.error) && <ProblemView problem={end.error ?? endAll.error} />}
        <Button kind="danger" isBusy={endAll.isPending} onClick={() => void leave().catch(() => undefined)}>
          {t('account.endAll')}
        </Button>
      </Stack>
    </Card>
  );
}
