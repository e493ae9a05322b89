import {
  Badge,
  Button,
  Card,
  Cluster,
  EmptyState,
  Facts,
  Page,
  ProblemView,
  Skeleton,
  Stack,
  Time,
  type ApiAnswer,
  useHasText,
  useText,
  useZoneName,
} from '@countersign/ui-kit';
import type { PortalApi } from '@countersign/ui-kit/api/portal';
import { useState } from 'react';
import { useApiList } from '../../api.ts';
import { ReportDialog } from './report-dialog.tsx';

/** One line of the activity. */
export type Entry = ApiAnswer<PortalApi['GET /api/activity']>['items'][number];

/** P18: own sign-ins and changes, and the way to say "this wasn't me". */
export function ActivityPage() {
  const t = useText();
  const zone = useZoneName();
  const list = useApiList('GET /api/activity', {});
  const [reported, setReported] = useState<Entry>();
  return (
    <Page title={t('account.activity.title')} intro={t('account.activity.intro', { zone })}>
      {list.problem && <ProblemView problem={list.problem} onRetry={list.reload} />}
      {list.isLoading && <Skeleton lines={6} label={t('kit.loading')} />}
      {!list.isLoading && !list.problem && list.rows.length === 0 && (
        <EmptyState title={t('account.activity.none')} text={t('account.activity.noneText')} />
      )}
      <Stack>
        {list.rows.map((entry) => (
          <EntryCard key={entry.id} entry={entry} onReport={() => setReported(entry)} />
        ))}
        {list.hasMore && (
          <Button isBusy={list.isFetching} onClick={list.fetchMore}>
            {t('account.activity.more')}
          </Button>
        )}
      </Stack>
      {reported && <ReportDialog entry={reported} onClose={() => setReported(undefined)} />}
    </Page>
  );
}

function EntryCard({ entry, onReport }: { entry: Entry; onReport: () => void }) {
  const t = useText();
  const hasText = useHasText();
  const isSignIn = entry.kind === 'sign_in';
  const action = hasText(`account.action.${entry.action}`)
    ? t(`account.action.${entry.action}`)
    : t('account.action.other');
  const method = hasText(`account.method.${entry.method}`)
    ? t(`account.method.${entry.method}`)
    : t('account.method.none');
  const facts = [
    ...(isSignIn ? [[t('account.activity.method'), method] as const] : []),
    ...(entry.clientAddress ? [[t('account.activity.place'), entry.clientAddress] as const] : []),
  ];
  return (
    <Card
      title={
        isSignIn
          ? t('account.activity.signIn', { application: entry.application || t('account.activity.unknown') })
          : action
      }
    >
      <Cluster>
        <Time value={entry.occurredAt} format="seconds" />
        {isSignIn && (
          <Badge tone={entry.outcome === 'accepted' ? 'success' : 'danger'}>
            {t(entry.outcome === 'accepted' ? 'account.activity.accepted' : 'account.activity.rejected')}
          </Badge>
        )}
        {entry.isReported && <Badge tone="warning">{t('account.activity.reported')}</Badge>}
      </Cluster>
      {facts.length > 0 && <Facts items={facts} />}
      {!entry.isReported && (
        <Cluster>
          <Button size="small" icon="warning" onClick={onReport}>
            {t('account.activity.notMe')}
          </Button>
        </Cluster>
      )}
    </Card>
  );
}
