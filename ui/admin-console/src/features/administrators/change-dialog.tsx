import { Button, Checkbox, Dialog, Form, QueryView, useText, useToast } from '@countersign/ui-kit';
import * as z from 'zod/mini';
import { useApiMutation, useApiQuery } from '../../api.ts';
import { RoleFields, roleFields, scopeOf } from './role-fields.tsx';
import type { Administrator, Role } from './types.ts';

const schema = z.object({ ...roleFields, isSuspended: z.boolean() });

/** Changes what an administrator may do, in force with their next click. */
export function ChangeDialog({ administrator, onClose }: { administrator: Administrator; onClose: () => void }) {
  const t = useText();
  const roles = useApiQuery('GET /api/roles', {});
  return (
    <Dialog isOpen onClose={onClose} title={t('administrators.changeTitle', { name: administrator.userName })}>
      <QueryView query={roles}>
        {({ roles: all }) => <ChangeForm roles={all} administrator={administrator} onClose={onClose} />}
      </QueryView>
    </Dialog>
  );
}

function ChangeForm(props: { roles: readonly Role[]; administrator: Administrator; onClose: () => void }) {
  const t = useText();
  const toast = useToast();
  const { administrator, onClose } = props;
  const { userId, roleId, scope, status, version, userName } = administrator;
  const change = useApiMutation('PUT /api/administrators/:user');
  const defaults = {
    roleId,
    isEverything: scope.isEverything,
    groups: scope.groups.join(', '),
    isSuspended: status === 'suspended',
    reason: '',
  };
  return (
    <Form
      schema={schema}
      defaults={defaults}
      submitLabel={t('administrators.changeDo', { name: userName })}
      hasDirtyGuard={false}
      actions={<Button onClick={onClose}>{t('kit.cancel')}</Button>}
      onSubmit={async (values) => {
        const { roleId: role, isSuspended, reason } = values;
        const body = { roleId: role, scope: scopeOf(values), isSuspended, reason, version };
        await change.mutateAsync({ params: { user: userId }, body });
        toast({ text: t('administrators.changed', { name: userName }) });
        onClose();
      }}
    >
      {(form) => (
        <>
          <RoleFields roles={props.roles} values={form.watch()} />
          <Checkbox
            name="isSuspended"
            label={t('administrators.suspended')}
            description={t('administrators.suspendedAbout')}
          />
        </>
      )}
    </Form>
  );
}
