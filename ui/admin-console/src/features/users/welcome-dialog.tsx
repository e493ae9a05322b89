import { Button, Checkbox, Dialog, Form, useText, useToast } from '@countersign/ui-kit';
import * as z from 'zod/mini';
import { useApiMutation } from '../../api.ts';
import type { User } from './types.ts';

const schema = z.object({ withInitialPin: z.boolean() });

/** Welcomes a user by mail, in words for their method; with a first PIN if it is wanted. */
export function WelcomeDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const t = useText();
  const toast = useToast();
  const send = useApiMutation('POST /api/users/:user/welcome-mail');
  const submit = async (body: z.infer<typeof schema>) => {
    const { maskedMail } = await send.mutateAsync({ params: { user: user.id }, body });
    toast(t('users.welcome.done', { mail: maskedMail }));
    onClose();
  };
  return (
    <Dialog isOpen onClose={onClose} title={t('users.welcome.title', { user: user.userName })}>
      <p>{t('users.welcome.text')}</p>
      <Form
        schema={schema}
        defaults={{ withInitialPin: false }}
        onSubmit={submit}
        submitLabel={t('users.welcome.action')}
        hasDirtyGuard={false}
        actions={<Button onClick={onClose}>{t('kit.cancel')}</Button>}
      >
        <Checkbox name="withInitialPin" label={t('users.welcome.pin')} description={t('users.welcome.pinAbout')} />
      </Form>
    </Dialog>
  );
}
