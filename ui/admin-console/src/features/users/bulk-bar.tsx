import { Button, ConfirmDialog, Menu, type Selection, useSession, useText, useToast } from '@countersign/ui-kit';
import { useState } from 'react';
import { useApiMutation } from '../../api.ts';
import type { Job, JobAction, JobRequest } from './types.ts';

const ACTIONS: readonly (readonly [JobAction, string])[] = [
  ['unblock', 'user.unlock'],
  ['unlock', 'user.unlock'],
  ['enable', 'user.write'],
  ['disable', 'user.write'],
  ['restore', 'user.delete'],
  ['delete', 'user.delete'],
];
/** More than this wants the number typed, and a proof. */
const FEW = 10;

/** What can be done with the users that were chosen. */
export function BulkBar(props: { count: number; query: string; selection: Selection; onStarted: (job: Job) => void }) {
  const { count, query, selection, onStarted } = props;
  const t = useText();
  const { may } = useSession();
  const [action, setAction] = useState<JobAction>();
  const run = useBulk(onStarted);
  const keys = [...selection.keys];
  const whom = selection.isAll ? { isByQuery: true, q: query, exceptUserIds: keys } : { userIds: keys };
  const permissionMissing = (permission: string) => !may(permission) && t('users.notAllowed');
  return (
    <>
      <Button
        size="small"
        onClick={() => setAction('block')}
        disabledReason={permissionMissing('user.block')}
        icon="shield"
      >
        {t('users.action.block')}
      </Button>
      <Menu
        label={t('users.bulk.more')}
        items={ACTIONS.map(([name, permission]) => ({
          label: t(`users.action.${name}`),
          onSelect: () => setAction(name),
          disabledReason: permissionMissing(permission),
          isDangerous: name === 'delete',
        }))}
      />
      {action && (
        <ConfirmDialog
          isOpen
          onClose={() => setAction(undefined)}
          title={t(`users.bulk.${action}`, { count })}
          text={t('users.bulk.text')}
          actionLabel={t(`users.bulk.${action}`, { count })}
          level={count > FEW || action === 'delete' ? 2 : 1}
          typedWord={String(count)}
          isDangerous={action === 'block' || action === 'disable' || action === 'delete'}
          onConfirm={({ reason }) => run({ action, expectedCount: count, reason, ...whom })}
        />
      )}
    </>
  );
}

/** Starts the work; what one administrator may not decide alone is put before a second one. */
function useBulk(onStarted: (job: Job) => void): (request: JobRequest) => Promise<void> {
  const t = useText();
  const toast = useToast();
  const start = useApiMutation('POST /api/user-jobs');
  return async (request) => {
    const { job } = await start.mutateAsync({ body: request }).catch(async (error: unknown) => {
      if ((error as { field?: string }).field !== 'approval_required') throw error;
      return await start.mutateAsync({ body: { ...request, askForApproval: true } });
    });
    if (job) onStarted(job);
    else toast(t('users.bulk.approvalAsked'));
  };
}
