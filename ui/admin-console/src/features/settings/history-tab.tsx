import {
  Button,
  Card,
  ConfirmDialog,
  EmptyState,
  Mono,
  Muted,
  QueryView,
  Stack,
  Time,
  useText,
  useToast,
} from '@countersign/ui-kit';
import type { ConsoleApi } from '@countersign/ui-kit/api/console';
import { useState } from 'react';
import { useApiMutation, useApiQuery } from '../../api.ts';

type Version = ConsoleApi['GET /api/settings/versions']['answer']['items'][number];

/** Every change of settings, newest first, each with a way back to before it. */
export function HistoryTab() {
  const t = useText();
  const query = useApiQuery('GET /api/settings/versions', { query: {} });
  return (
    <QueryView query={query}>
      {({ items }) =>
        items.length === 0 ? (
          <EmptyState title={t('config.history.none')} text={t('config.history.noneText')} />
        ) : (
          <Stack>
            {items.map((version) => (
              <VersionCard key={version.id} version={version} />
            ))}
          </Stack>
        )
      }
    </QueryView>
  );
}

function VersionCard({ version }: { version: Version }) {
  const t = useText();
  const show = useToast();
  const [isAsking, setAsking] = useState(false);
  const restore = useApiMutation('POST /api/settings/versions/:id/restore');
  const confirm = async ({ reason }: { reason: string }) => {
    await restore.mutateAsync({ params: { id: version.id }, body: { reason } });
    show(t('config.history.restored'));
  };
  return (
    <Card title={version.actor} actions={<Time value={version.at} />}>
      {version.reason !== '' && <p>{version.reason}</p>}
      <ul>
        {version.changes.map(({ key, before, after }) => (
          <li key={key}>
            <Mono>{key}</Mono>: <ValueText value={before} /> {t('config.history.to')} <ValueText value={after} />
          </li>
        ))}
      </ul>
      <Button needsMaster onClick={() => setAsking(true)}>
        {t('config.history.restore')}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={t('config.history.restoreTitle')}
        text={t('config.history.restoreText')}
        actionLabel={t('config.history.restore')}
        onConfirm={confirm}
        needsMaster
      />
    </Card>
  );
}

function ValueText({ value }: { value: Version['changes'][number]['before'] }) {
  const t = useText();
  if (value === null) return <Muted>{t('config.history.default')}</Muted>;
  return <Mono>{typeof value === 'string' ? value : JSON.stringify(value)}</Mono>;
}
