import { Button, ConfirmDialog, Dialog, Form, RadioGroup, TextArea, useText, useToast } from '@countersign/ui-kit';
import * as z from 'zod/mini';
import { useApiMutation } from '../../api.ts';
import type { User } from './types.ts';
import { WelcomeDialog } from './welcome-dialog.tsx';

/** Something that is to be done with one user after a question. */
export interface UserAction {
  readonly name: 'bypass' | 'block' | 'unblock' | 'reset' | 'welcome' | 'disable' | 'delete';
  readonly user: User;
}

interface DialogProps {
  readonly user: User;
  readonly onClose: () => void;
}

const reason = z.string().check(z.trim(), z.minLength(3), z.maxLength(500));
const PRESETS = ['300', '900', '3600'] as const;

/** The dialog of an action. */
export function UserDialogs({ action, onClose }: { action: UserAction; onClose: () => void }) {
  const { name, user } = action;
  if (name === 'bypass') return <BypassDialog user={user} onClose={onClose} />;
  if (name === 'block') return <BlockDialog user={user} onClose={onClose} />;
  if (name === 'unblock') return <UnblockDialog user={user} onClose={onClose} />;
  if (name === 'welcome') return <WelcomeDialog user={user} onClose={onClose} />;
  if (name === 'reset') return <ResetDialog user={user} onClose={onClose} />;
  return <JobDialog user={user} onClose={onClose} action={name} />;
}

function BypassDialog({ user, onClose }: DialogProps) {
  const t = useText();
  const toast = useToast();
  const grant = useApiMutation('POST /api/users/:user/bypass');
  const submit = async (values: { duration: string; reason: string }) => {
    const body = { reason: values.reason.trim(), durationSeconds: Number(values.duration) };
    await grant.mutateAsync({ params: { user: user.id }, body });
    toast(t('users.bypass.done', { user: user.userName }));
    onClose();
  };
  return (
    <Dialog isOpen onClose={onClose} title={t('users.bypass.title', { user: user.userName })}>
      <p>{t('users.bypass.text')}</p>
      <Form
        schema={z.object({ duration: z.string(), reason })}
        defaults={{ duration: PRESETS[0], reason: t('users.bypass.defaultReason') }}
        onSubmit={submit}
        submitLabel={t('users.bypass.action')}
        needsMaster={false}
        hasDirtyGuard={false}
        actions={<Button onClick={onClose}>{t('kit.cancel')}</Button>}
      >
        <RadioGroup
          name="duration"
          label={t('users.bypass.duration')}
          options={PRESETS.map((value) => ({ value, label: t('users.minutes', { minutes: Number(value) / 60 }) }))}
        />
        <TextArea name="reason" label={t('kit.confirm.reason')} rows={2} maxLength={500} />
      </Form>
    </Dialog>
  );
}

function BlockDialog({ user, onClose }: DialogProps) {
  const t = useText();
  const toast = useToast();
  const block = useApiMutation('POST /api/users/:user/block');
  const unblock = useApiMutation('POST /api/users/:user/unblock');
  const params = { user: user.id };
  const undo = () => void unblock.mutateAsync({ params, body: { reason: t('users.undoReason') } });
  const confirm = async (given: { reason: string }) => {
    await block.mutateAsync({ params, body: { ...given, durationSeconds: 0 } });
    toast({ text: t('users.block.done', { user: user.userName }), undo });
  };
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t('users.block.title', { user: user.userName })}
      text={t('users.block.text')}
      actionLabel={t('users.block.action')}
      needsMaster={false}
      onConfirm={confirm}
    />
  );
}

function UnblockDialog({ user, onClose }: DialogProps) {
  const t = useText();
  const toast = useToast();
  const unblock = useApiMutation('POST /api/users/:user/unblock');
  const confirm = async (given: { reason: string }) => {
    await unblock.mutateAsync({ params: { user: user.id }, body: given });
    toast(t('users.unblock.done', { user: user.userName }));
  };
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t('users.unblock.title', { user: user.userName })}
      actionLabel={t('users.unblock.action')}
      isDangerous={false}
      needsMaster={false}
      onConfirm={confirm}
    />
  );
}

function ResetDialog({ user, onClose }: DialogProps) {
  const t = useText();
  const toast = useToast();
  const reset = useApiMutation('POST /api/users/:user/reset-methods');
  const confirm = async (given: { reason: string }) => {
    const { removed } = await reset.mutateAsync({ params: { user: user.id }, body: given });
    toast(t('users.reset.done', { user: user.userName, count: removed }));
  };
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t('users.reset.title', { user: user.userName })}
      text={t('users.reset.text')}
      actionLabel={t('users.reset.action')}
      onConfirm={confirm}
    />
  );
}

/** Switching off and deleting one user are work on many with one of them: it can be taken back the same way. */
function JobDialog({ user, onClose, action }: DialogProps & { action: 'disable' | 'delete' }) {
  const t = useText();
  const toast = useToast();
  const start = useApiMutation('POST /api/user-jobs');
  const undo = useApiMutation('POST /api/user-jobs/:id/undo');
  const confirm = async (given: { reason: string }) => {
    const { job } = await start.mutateAsync({ body: { action, userIds: [user.id], expectedCount: 1, ...given } });
    const takeBack = () => job && void undo.mutateAsync({ params: { id: job.id }, body: {} });
    toast({ text: t(`users.${action}.done`, { user: user.userName }), undo: takeBack });
  };
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t(`users.${action}.title`, { user: user.userName })}
      text={t(`users.${action}.text`)}
      actionLabel={t(`users.${action}.action`)}
      level={action === 'delete' ? 2 : 1}
      typedWord={user.userName}
      onConfirm={confirm}
    />
  );
}
