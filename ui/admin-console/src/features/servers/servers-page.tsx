import { Badge, Banner, Button, Card, Page, QueryView, Stack, useSession, useText } from '@countersign/ui-kit';
import { useState } from 'react';
import { useApiQuery } from '../../api.ts';
import { ActivationDialog } from './activation-dialog.tsx';
import { NodeTable } from './node-table.tsx';
import { PromoteDialog } from './promote-dialog.tsx';
import { ServerTable } from './server-table.tsx';
import type { Servers } from './types.ts';

const EVERY_MILLISECONDS = 3000;

/** Every process and every copy of the database, as this installation sees itself now. */
export function ServersPage() {
  const t = useText();
  const { may } = useSession();
  const [isActivating, setActivating] = useState(false);
  const servers = useApiQuery('GET /api/servers', {}, { everyMilliseconds: EVERY_MILLISECONDS });
  const forbidden = !may('server.activate') && t('servers.forbidden');
  return (
    <Page
      title={t('servers.title')}
      intro={t('servers.intro')}
      actions={
        <Button icon="plus" needsMaster disabledReason={forbidden} onClick={() => setActivating(true)}>
          {t('servers.activate')}
        </Button>
      }
    >
      <QueryView query={servers} lines={10}>
        {(answer) => <Cluster answer={answer} />}
      </QueryView>
      {isActivating && <ActivationDialog onClose={() => setActivating(false)} />}
    </Page>
  );
}

const MODE_TONES: Readonly<Record<string, 'success' | 'warning' | 'danger'>> = {
  normal: 'success',
  read_only: 'warning',
  down: 'danger',
};

function Cluster({ answer }: { answer: Servers }) {
  const t = useText();
  const [promoted, setPromoted] = useState<string>();
  const { mode, modeReason, master, nodes, servers } = answer;
  return (
    <Stack>
      {modeReason === 'split_primaries' && <Banner tone="danger">{t('servers.split')}</Banner>}
      <Card title={t('servers.now')}>
        <p>
          <Badge tone={MODE_TONES[mode] ?? 'danger'}>{t(`servers.mode.${mode}`)}</Badge>{' '}
          {master === '' ? t('servers.noMaster') : t('servers.master', { name: master })}
        </p>
      </Card>
      <Card title={t('servers.processes')}>
        <ServerTable servers={servers} />
      </Card>
      <Card title={t('servers.copies')}>
        <NodeTable nodes={nodes} onPromote={setPromoted} />
      </Card>
      {promoted !== undefined && <PromoteDialog name={promoted} onClose={() => setPromoted(undefined)} />}
    </Stack>
  );
}
