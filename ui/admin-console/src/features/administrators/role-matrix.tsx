import { Icon, LinkButton, QueryView, Stack, TextLink, useSession, useText } from '@countersign/ui-kit';
import { useApiQuery } from '../../api.ts';
import styles from './administrators.module.css';
import type { Role } from './types.ts';
import { useWords } from './words.ts';

/** Which role may do what: one row per permission, one column per role. */
export function RoleMatrix() {
  const t = useText();
  const { may } = useSession();
  const roles = useApiQuery('GET /api/roles', {});
  return (
    <Stack>
      <div>
        <LinkButton to="/administrators/roles/new" kind="primary" icon="plus">
          {may('admin.write') ? t('administrators.roles.add') : t('administrators.roles.addShow')}
        </LinkButton>
      </div>
      <QueryView query={roles} lines={12}>
        {(answer) => <Matrix roles={answer.roles} permissions={answer.permissions} />}
      </QueryView>
    </Stack>
  );
}

function Matrix({ roles, permissions }: { roles: readonly Role[]; permissions: readonly string[] }) {
  const t = useText();
  const words = useWords();
  return (
    <div className={styles.scroller} tabIndex={0} role="region" aria-label={t('administrators.roles.matrix')}>
      <table className={styles.matrix}>
        <caption className="visually-hidden">{t('administrators.roles.matrix')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('administrators.roles.permission')}</th>
            {roles.map((role) => (
              <th key={role.id} scope="col">
                {role.isBuiltIn ? (
                  words.roleName(role.id, role.name)
                ) : (
                  <TextLink to={`/administrators/roles/${role.id}`}>{role.name}</TextLink>
                )}
                <div className={styles.holders}>{t('administrators.roles.holders', { count: role.holders })}</div>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {permissions.map((permission) => (
            <tr key={permission}>
              <th scope="row">{words.permission(permission)}</th>
              {roles.map((role) => (
                <Cell key={role.id} isAllowed={role.permissions.includes(permission)} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell({ isAllowed }: { isAllowed: boolean }) {
  const t = useText();
  return (
    <td>
      {isAllowed && <Icon name="check" size={18} />}
      <span className="visually-hidden">
        {isAllowed ? t('administrators.roles.yes') : t('administrators.roles.no')}
      </span>
    </td>
  );
}
