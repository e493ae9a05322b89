import {
  Button,
  Card,
  Checkbox,
  ConfirmDialog,
  Form,
  GoTo,
  Page,
  QueryView,
  TextField,
  useGo,
  usePathParameter,
  useSession,
  useText,
  useToast,
} from '@countersign/ui-kit';
import { useState } from 'react';
import * as z from 'zod/mini';
import { useApiMutation, useApiQuery } from '../../api.ts';
import styles from './administrators.module.css';
import type { Role } from './types.ts';
import { useWords } from './words.ts';

const schema = z.object({ name: z.string().check(z.trim(), z.minLength(2), z.maxLength(60)) });

/** Makes a role of one's own, or changes one. */
export function RolePage() {
  const t = useText();
  const id = usePathParameter('roleId');
  const roles = useApiQuery('GET /api/roles', {});
  return (
    <Page title={id === 'new' ? t('administrators.roles.add') : t('administrators.roles.change')}>
      <QueryView query={roles} lines={8}>
        {(answer) => {
          const role = answer.roles.find((each) => each.id === id && !each.isBuiltIn);
          if (id !== 'new' && role === undefined) return <GoTo to="/administrators" />;
          return <Editor key={id} role={role} permissions={answer.permissions} />;
        }}
      </QueryView>
    </Page>
  );
}

function Editor({ role, permissions }: { role: Role | undefined; permissions: readonly string[] }) {
  const t = useText();
  const go = useGo();
  const toast = useToast();
  const { may } = useSession();
  const { permission: wordFor } = useWords();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(role?.permissions));
  const create = useApiMutation('POST /api/roles');
  const change = useApiMutation('PUT /api/roles/:id');
  const save = async ({ name }: { name: string }) => {
    const body = { name, permissions: [...chosen] };
    if (role === undefined) await create.mutateAsync({ body });
    else await change.mutateAsync({ params: { id: role.id }, body: { ...body, version: role.version } });
    toast({ text: t('administrators.roles.saved', { name }) });
    go('/administrators', { tab: 'roles' });
  };
  const toggle = (name: string) => (isOn: boolean) =>
    setChosen((all) => new Set(isOn ? [...all, name] : [...all].filter((each) => each !== name)));
  const forbidden = !may('admin.write') && t('administrators.readOnly');
  return (
    <Card>
      <Form
        schema={schema}
        defaults={{ name: role?.name ?? '' }}
        submitLabel={t('administrators.roles.save')}
        disabledReason={forbidden || (chosen.size === 0 && t('administrators.roles.chooseOne'))}
        actions={role && <RemoveRole role={role} forbidden={forbidden} />}
        onSubmit={save}
      >
        <TextField name="name" label={t('administrators.roles.name')} maxLength={60} />
        <fieldset>
          <legend>{t('administrators.roles.permissions')}</legend>
          <div className={styles.permissions}>
            {permissions.map((name) => (
              <Checkbox
                key={name}
                label={wordFor(name)}
                value={chosen.has(name)}
                onChange={toggle(name)}
                readOnlyReason={!may(name) && t('administrators.rule.more_than_own')}
              />
            ))}
          </div>
        </fieldset>
      </Form>
    </Card>
  );
}

function RemoveRole({ role, forbidden }: { role: Role; forbidden: string | false }) {
  const t = useText();
  const go = useGo();
  const [isAsking, setAsking] = useState(false);
  const remove = useApiMutation('DELETE /api/roles/:id', { invalidates: [] });
  const inUse = role.holders > 0 && t('administrators.roles.inUse', { count: role.holders });
  return (
    <>
      <Button kind="danger" needsMaster disabledReason={forbidden || inUse} onClick={() => setAsking(true)}>
        {t('administrators.roles.remove')}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        level={0}
        title={t('administrators.roles.removeTitle', { name: role.name })}
        actionLabel={t('administrators.roles.remove')}
        needsMaster
        onConfirm={async () => {
          await remove.mutateAsync({ params: { id: role.id } });
          go('/administrators', { tab: 'roles' });
        }}
      />
    </>
  );
}
