import {
  asProblem,
  Banner,
  Button,
  CodeField,
  ConfirmDialog,
  Dialog,
  Form,
  TextField,
  useText,
  useToast,
} from '@countersign/ui-kit';
import { useState } from 'react';
import * as z from 'zod/mini';
import { useApiMutation } from '../../api.ts';
import { labelOf, type Token } from './types.ts';

/** What somebody began to do with a token. */
export interface TokenAction {
  readonly name: 'assign' | 'unassign' | 'resync' | 'disable' | 'lost' | 'remove';
  readonly token: Token;
}

interface DialogProps {
  readonly token: Token;
  readonly onClose: () => void;
}

const DIALOGS = {
  assign: AssignDialog,
  unassign: UnassignDialog,
  resync: ResyncDialog,
  disable: DisableDialog,
  lost: LostDialog,
  remove: RemoveDialog,
} as const satisfies Record<TokenAction['name'], (props: DialogProps) => unknown>;

/** The dialog of an action. */
export function TokenDialogs({ action, onClose }: { action: TokenAction; onClose: () => void }) {
  const Chosen = DIALOGS[action.name];
  return <Chosen token={action.token} onClose={onClose} />;
}

const assignSchema = z.object({ user: z.string().check(z.trim(), z.minLength(1), z.maxLength(256)) });

function AssignDialog({ token, onClose }: DialogProps) {
  const t = useText();
  const toast = useToast();
  const assign = useApiMutation('POST /api/tokens/assign');
  const serial = labelOf(token);
  const submit = async ({ user }: z.infer<typeof assignSchema>) => {
    await assign.mutateAsync({ body: { serialNumber: token.serialNumber, user } });
    toast(t('tokens.assign.done', { serial, user }));
    onClose();
  };
  return (
    <Dialog isOpen onClose={onClose} title={t('tokens.assign.title', { serial })}>
      <Form
        schema={assignSchema}
        defaults={{ user: '' }}
        onSubmit={submit}
        submitLabel={t('tokens.assign.action')}
        hasDirtyGuard={false}
        actions={<Button onClick={onClose}>{t('kit.cancel')}</Button>}
      >
        <TextField name="user" label={t('tokens.assign.user')} />
      </Form>
    </Dialog>
  );
}

const code = () => z.string().check(z.regex(/^[0-9]{6,8}$/, 'kit.field.refused'));
const resyncSchema = z.object({ firstCode: code(), secondCode: code() });

/** The core names the field: the first code when they were used, the second when they do not follow each other. */
const REFUSALS: Readonly<Record<string, string>> = {
  first_code: 'tokens.resync.used',
  second_code: 'tokens.resync.notInOrder',
};

function ResyncDialog({ token, onClose }: DialogProps) {
  const t = useText();
  const toast = useToast();
  const resync = useApiMutation('POST /api/tokens/:id/resync');
  const serial = labelOf(token);
  const [refusal, setRefusal] = useState('');
  const submit = async (codes: z.infer<typeof resyncSchema>) => {
    setRefusal('');
    try {
      const { drift } = await resync.mutateAsync({ params: { id: token.id }, body: { user: token.userId, ...codes } });
      toast(t('tokens.resync.done', { serial, drift }));
      onClose();
    } catch (error) {
      const { field = '' } = asProblem(error);
      const key = REFUSALS[field];
      if (key === undefined) throw error;
      setRefusal(t(key));
    }
  };
  return (
    <Dialog isOpen onClose={onClose} title={t('tokens.resync.title', { serial })}>
      <Form
        schema={resyncSchema}
        defaults={{ firstCode: '', secondCode: '' }}
        onSubmit={submit}
        submitLabel={t('tokens.resync.action')}
        hasDirtyGuard={false}
        actions={<Button onClick={onClose}>{t('kit.cancel')}</Button>}
      >
        <p>{t('tokens.resync.text')}</p>
        {refusal !== '' && (
          <Banner tone="danger" isAnnounced>
            {refusal}
          </Banner>
        )}
        <CodeField name="firstCode" label={t('tokens.resync.first')} digits={token.digits} />
        <CodeField name="secondCode" label={t('tokens.resync.second')} digits={token.digits} />
      </Form>
    </Dialog>
  );
}

function UnassignDialog({ token, onClose }: DialogProps) {
  const t = useText();
  const toast = useToast();
  const unassign = useApiMutation('POST /api/tokens/:id/unassign');
  const serial = labelOf(token);
  const user = token.userName;
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t('tokens.unassign.title', { serial, user })}
      text={t('tokens.unassign.text', { user })}
      actionLabel={t('tokens.action.unassign')}
      onConfirm={async ({ reason }) => {
        await unassign.mutateAsync({ params: { id: token.id }, body: { reason } });
        toast(t('tokens.unassign.done', { serial }));
      }}
    />
  );
}

function DisableDialog({ token, onClose }: DialogProps) {
  const t = useText();
  const toast = useToast();
  const setState = useApiMutation('POST /api/tokens/:id/state');
  const serial = labelOf(token);
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t('tokens.disable.title', { serial })}
      text={t('tokens.disable.text')}
      actionLabel={t('tokens.action.disable')}
      onConfirm={async ({ reason }) => {
        await setState.mutateAsync({ params: { id: token.id }, body: { state: 'suspended', reason } });
        toast(t('tokens.disable.done', { serial }));
      }}
    />
  );
}

const lostSchema = z.object({
  replacement: z.string().check(z.trim(), z.maxLength(64)),
  reason: z.string().check(z.trim(), z.minLength(3), z.maxLength(500)),
});

function LostDialog({ token, onClose }: DialogProps) {
  const t = useText();
  const toast = useToast();
  const replace = useApiMutation('POST /api/tokens/:id/replace');
  const setState = useApiMutation('POST /api/tokens/:id/state');
  const serial = labelOf(token);
  const user = token.userName;
  const submit = async ({ replacement, reason }: z.infer<typeof lostSchema>) => {
    const params = { id: token.id };
    if (replacement === '') {
      await setState.mutateAsync({ params, body: { state: 'revoked', reason } });
      toast(t('tokens.lost.done', { serial }));
    } else {
      await replace.mutateAsync({ params, body: { serialNumber: replacement, reason } });
      toast(t('tokens.lost.replaced', { serial, user, replacement }));
    }
    onClose();
  };
  return (
    <Dialog isOpen onClose={onClose} title={t('tokens.lost.title', { serial })}>
      <Form
        schema={lostSchema}
        defaults={{ replacement: '', reason: '' }}
        onSubmit={submit}
        submitLabel={t('tokens.lost.action')}
        submitKind="danger"
        hasDirtyGuard={false}
        actions={<Button onClick={onClose}>{t('kit.cancel')}</Button>}
      >
        <p>{t('tokens.lost.text', { user })}</p>
        <TextField name="replacement" label={t('tokens.lost.replacement')} isMono isOptional />
        <TextField name="reason" label={t('tokens.lost.reason')} maxLength={500} />
      </Form>
    </Dialog>
  );
}

function RemoveDialog({ token, onClose }: DialogProps) {
  const t = useText();
  const toast = useToast();
  const remove = useApiMutation('DELETE /api/tokens/:id');
  const serial = labelOf(token);
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t('tokens.remove.title', { serial })}
      text={t('tokens.remove.text')}
      actionLabel={t('tokens.remove.title', { serial })}
      level={2}
      typedWord={serial}
      onConfirm={async () => {
        await remove.mutateAsync({ params: { id: token.id }, query: { user: token.userId } });
        toast(t('tokens.remove.done', { serial }));
      }}
    />
  );
}
