import {
  Button,
  Cluster,
  Dialog,
  Form,
  QueryView,
  TextField,
  useLater,
  useRead,
  useText,
  useToast,
} from '@countersign/ui-kit';
import * as z from 'zod/mini';
import { useApiMutation, useApiQuery } from '../../api.ts';
import { RoleFields, roleFields, scopeOf } from './role-fields.tsx';
import type { Role } from './types.ts';

const schema = z.object({ user: z.string().check(z.trim(), z.minLength(1), z.maxLength(256)), ...roleFields });

/** Gives a role to somebody who is a user already. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const t = useText();
  const roles = useApiQuery('GET /api/roles', {});
  return (
    <Dialog isOpen onClose={onClose} title={t('administrators.invite')}>
      <QueryView query={roles}>{({ roles: all }) => <InviteForm roles={all} onClose={onClose} />}</QueryView>
    </Dialog>
  );
}

function InviteForm({ roles, onClose }: { roles: readonly Role[]; onClose: () => void }) {
  const t = useText();
  const toast = useToast();
  const invite = useApiMutation('POST /api/administrators');
  return (
    <Form
      schema={schema}
      defaults={{ user: '', roleId: 'help_desk', isEverything: true, groups: '', reason: '' }}
      submitLabel={t('administrators.inviteDo')}
      hasDirtyGuard={false}
      actions={<Button onClick={onClose}>{t('kit.cancel')}</Button>}
      onSubmit={async (values) => {
        const { user, roleId, reason } = values;
        const made = await invite.mutateAsync({ body: { user, roleId, scope: scopeOf(values), reason } });
        toast({ text: t('administrators.invited', { name: made.userName }) });
        onClose();
      }}
    >
      {(form) => (
        <>
          <TextField name="user" label={t('administrators.user')} description={t('administrators.userAbout')} isMono />
          <Suggestions
            typed={String(form.watch('user') ?? '')}
            onChoose={(name) => form.setValue('user', name, { shouldDirty: true, shouldValidate: true })}
          />
          <RoleFields roles={roles} values={form.watch()} />
        </>
      )}
    </Form>
  );
}

interface FoundUsers {
  readonly items: readonly { readonly userName: string; readonly displayName?: string }[];
}

/** Users whose name begins like what is typed. */
function Suggestions({ typed, onChoose }: { typed: string; onChoose: (userName: string) => void }) {
  const t = useText();
  const search = useLater(typed.trim(), 250);
  const found = useRead<FoundUsers>('GET /api/users', { query: { search, limit: 6 } }, search.length > 1);
  const names = (found.data?.items ?? []).map(({ userName }) => userName).filter((name) => name !== typed);
  if (search.length < 2 || names.length === 0) return null;
  return (
    <div role="group" aria-label={t('administrators.suggestions')}>
      <Cluster>
        {names.map((name) => (
          <Button key={name} size="small" onClick={() => onChoose(name)}>
            {name}
          </Button>
        ))}
      </Cluster>
    </div>
  );
}
