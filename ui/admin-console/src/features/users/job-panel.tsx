import { Banner, Button, Card, Cluster, Meter, Stack, useText, useToast } from '@countersign/ui-kit';
import { useApi, useApiMutation, useApiQuery } from '../../api.ts';
import { csvOf, saveAs } from './files.ts';
import type { Job } from './types.ts';

const EVERY = 1000;

/** How far work on many users is: stop it, see for whom it did not work, take it back. */
export function JobPanel({ id, onClose, onUndo }: { id: string; onClose: () => void; onUndo: (job: Job) => void }) {
  const t = useText();
  const query = useApiQuery('GET /api/user-jobs/:id', { params: { id } }, { everyMilliseconds: EVERY });
  const cancel = useApiMutation('POST /api/user-jobs/:id/cancel');
  const job = query.data;
  if (!job) return null;
  const worked = job.done + job.failed + job.unchanged;
  const isRunning = job.state === 'waiting' || job.state === 'running';
  return (
    <Card
      title={t(`users.bulk.${job.action}`, { count: job.total })}
      actions={
        <Button kind="quiet" icon="close" isIconOnly onClick={onClose}>
          {t('kit.close')}
        </Button>
      }
    >
      <Stack>
        <Meter
          label={t('users.job.progress')}
          value={worked}
          maximum={Math.max(1, job.total)}
          text={t('users.job.numbers', {
            done: job.done,
            unchanged: job.unchanged,
            failed: job.failed,
            total: job.total,
          })}
          isProgress
        />
        {!isRunning && (
          <Banner tone={job.failed > 0 ? 'warning' : 'success'} isAnnounced>
            {t(`users.job.${job.state}`)}
          </Banner>
        )}
        <Cluster>
          {isRunning && (
            <Button onClick={() => void cancel.mutateAsync({ params: { id }, body: {} })} needsMaster>
              {t('users.job.stop')}
            </Button>
          )}
          {job.canBeUndone && <UndoButton id={id} onUndo={onUndo} />}
          {job.failed > 0 && <ProblemsButton id={id} />}
        </Cluster>
      </Stack>
    </Card>
  );
}

function UndoButton({ id, onUndo }: { id: string; onUndo: (job: Job) => void }) {
  const t = useText();
  const toast = useToast();
  const undo = useApiMutation('POST /api/user-jobs/:id/undo');
  const takeBack = async () => {
    onUndo(await undo.mutateAsync({ params: { id }, body: {} }));
    toast(t('users.job.undone'));
  };
  return (
    <Button onClick={() => void takeBack()} isBusy={undo.isPending} needsMaster>
      {t('kit.undo')}
    </Button>
  );
}

function ProblemsButton({ id }: { id: string }) {
  const t = useText();
  const { call } = useApi();
  const download = async () => {
    const { items } = await call('GET /api/user-jobs/:id/problems', { params: { id } });
    const rows = items.map(({ userName, problem }) => [userName, problem]);
    saveAs('problems.csv', csvOf([['user_name', 'problem'], ...rows]));
  };
  return (
    <Button icon="download" onClick={() => void download()}>
      {t('users.job.problems')}
    </Button>
  );
}
