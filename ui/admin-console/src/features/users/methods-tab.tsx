import {
  Badge,
  Button,
  Card,
  Cluster,
  ConfirmDialog,
  Dialog,
  EmptyState,
  Facts,
  Form,
  Mono,
  PhoneField,
  Stack,
  TextField,
  Time,
  useSession,
  useText,
  useToast,
} from '@countersign/ui-kit';
import { useState } from 'react';
import * as z from 'zod/mini';
import { useApiMutation } from '../../api.ts';
import type { Method, User } from './types.ts';

/** What a user can sign in with: one of it can be removed, a phone added, a number shown for a reason. */
export function MethodsTab({ user }: { user: User }) {
  const t = useText();
  const { may } = useSession();
  const [isAdding, setAdding] = useState(false);
  const refused = !may('user.methods.reset') && t('users.notAllowed');
  return (
    <Stack>
      <Cluster>
        <Button icon="plus" onClick={() => setAdding(true)} disabledReason={refused} needsMaster>
          {t('users.phone.add')}
        </Button>
        <PinButton user={user} refused={refused} />
      </Cluster>
      {user.methods.length === 0 && <EmptyState title={t('users.noMethod')} text={t('users.noMethodText')} />}
      {user.methods.map((method) => (
        <MethodCard key={method.id} user={user} method={method} refused={refused} />
      ))}
      {isAdding && <AddPhoneDialog user={user} onClose={() => setAdding(false)} />}
    </Stack>
  );
}

interface MethodProps {
  readonly user: User;
  readonly method: Method;
  readonly refused: string | false;
}

function MethodCard({ user, method, refused }: MethodProps) {
  const t = useText();
  const { may } = useSession();
  const [dialog, setDialog] = useState<'remove' | 'reveal'>();
  const title = method.name || t(`users.kind.${method.kind}`);
  const detail = method.phone || method.serialNumber;
  return (
    <Card
      title={title}
      actions={
        <Cluster>
          {method.kind === 'phone' && may('user.phone.read') && (
            <Button size="small" onClick={() => setDialog('reveal')} needsMaster>
              {t('users.phone.reveal')}
            </Button>
          )}
          <Button size="small" kind="danger" onClick={() => setDialog('remove')} disabledReason={refused} needsMaster>
            {t('users.method.remove')}
          </Button>
        </Cluster>
      }
    >
      <Facts
        items={[
          [t('users.method.kind'), t(`users.kind.${method.kind}`)],
          ...(detail ? ([[t('users.method.detail'), <Mono key="detail">{detail}</Mono>]] as const) : []),
          [
            t('users.method.state'),
            <Badge key="state" tone={method.state === 'active' ? 'success' : 'warning'}>
              {t(`users.method.state.${method.state}`)}
            </Badge>,
          ],
          [t('users.method.bound'), <Time key="bound" value={method.boundAt} />],
          [t('users.method.used'), <Time key="used" value={method.lastUsedAt} isRelative />],
        ]}
      />
      {dialog === 'remove' && (
        <RemoveDialog user={user} method={method} title={title} onClose={() => setDialog(undefined)} />
      )}
      {dialog === 'reveal' && <RevealDialog user={user} method={method} onClose={() => setDialog(undefined)} />}
    </Card>
  );
}

function RemoveDialog(props: { user: User; method: Method; title: string; onClose: () => void }) {
  const { user, method, title, onClose } = props;
  const t = useText();
  const toast = useToast();
  const remove = useApiMutation('POST /api/users/:user/reset-methods');
  const confirm = async ({ reason }: { reason: string }) => {
    await remove.mutateAsync({ params: { user: user.id }, body: { reason, authenticatorId: method.id } });
    toast(t('users.method.removed', { method: title }));
  };
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t('users.method.removeTitle', { method: title })}
      actionLabel={t('users.method.remove')}
      onConfirm={confirm}
    />
  );
}

/** The number is seen in this dialog only, and the journal has the reason. */
function RevealDialog({ user, method, onClose }: { user: User; method: Method; onClose: () => void }) {
  const t = useText();
  const [phone, setPhone] = useState<string>();
  const reveal = useApiMutation('POST /api/users/:user/phones/:authenticatorId/reveal', { invalidates: [] });
  const submit = async ({ reason }: { reason: string }) => {
    const params = { user: user.id, authenticatorId: method.id };
    setPhone((await reveal.mutateAsync({ params, body: { reason } })).phone);
  };
  return (
    <Dialog isOpen onClose={onClose} title={t('users.phone.reveal')}>
      {phone ? (
        <p>
          <Mono>{phone}</Mono>
        </p>
      ) : (
        <Form
          schema={z.object({ reason: z.string().check(z.trim(), z.minLength(3), z.maxLength(500)) })}
          defaults={{ reason: '' }}
          onSubmit={submit}
          submitLabel={t('users.phone.reveal')}
          hasDirtyGuard={false}
        >
          <TextField name="reason" label={t('kit.confirm.reason')} description={t('users.phone.revealAbout')} />
        </Form>
      )}
    </Dialog>
  );
}

function AddPhoneDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const t = useText();
  const toast = useToast();
  const add = useApiMutation('POST /api/users/:user/phones');
  const submit = async (body: { phone: string; name: string }) => {
    await add.mutateAsync({ params: { user: user.id }, body });
    toast(t('users.phone.added', { user: user.userName }));
    onClose();
  };
  return (
    <Dialog isOpen onClose={onClose} title={t('users.phone.add')}>
      <Form
        schema={z.object({ phone: z.string().check(z.minLength(8)), name: z.string().check(z.maxLength(64)) })}
        defaults={{ phone: '', name: '' }}
        onSubmit={submit}
        submitLabel={t('users.phone.add')}
        hasDirtyGuard={false}
      >
        <PhoneField name="phone" label={t('users.field.phone')} />
        <TextField name="name" label={t('users.method.name')} isOptional />
      </Form>
    </Dialog>
  );
}

function PinButton({ user, refused }: { user: User; refused: string | false }) {
  const t = useText();
  const [pin, setPin] = useState<string>();
  const [isAsking, setAsking] = useState(false);
  const reset = useApiMutation('POST /api/users/:user/pin');
  const confirm = async () => {
    setPin((await reset.mutateAsync({ params: { user: user.id }, body: {} })).generatedPin);
  };
  return (
    <>
      <Button onClick={() => setAsking(true)} disabledReason={refused} needsMaster>
        {t('users.pin.new')}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={t('users.pin.new')}
        text={t('users.pin.newText')}
        actionLabel={t('users.pin.new')}
        level={0}
        onConfirm={confirm}
      />
      <Dialog isOpen={pin !== undefined} onClose={() => setPin(undefined)} title={t('users.pin.once')}>
        <p>
          <Mono>{pin}</Mono>
        </p>
      </Dialog>
    </>
  );
}
