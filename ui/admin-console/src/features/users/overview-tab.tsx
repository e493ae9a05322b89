import { Card, Facts, Grid, LinkButton, Muted, Time, useSession, useText } from '@countersign/ui-kit';
import type { User } from './types.ts';

/** What is known of a user. */
export function OverviewTab({ user }: { user: User }) {
  const t = useText();
  const { may } = useSession();
  const none = <Muted>{t('users.none')}</Muted>;
  const edit = may('user.write') && (
    <LinkButton to={`/users/${user.id}/edit`} size="small">
      {t('users.action.edit')}
    </LinkButton>
  );
  return (
    <Grid>
      <Card title={t('users.person')} actions={edit}>
        <Facts
          items={[
            [t('users.field.userName'), user.userName],
            [t('users.field.aliases'), user.aliases.join(', ') || none],
            [t('users.field.mail'), user.mail || none],
            [t('users.field.groups'), user.groups.join(', ') || none],
            [t('users.field.tags'), user.tags.join(', ') || none],
            [t('users.field.description'), user.description || none],
            [t('users.column.created'), <Time key="created" value={user.createdAt} />],
          ]}
        />
      </Card>
      <Card title={t('users.signIn')}>
        <Facts
          items={[
            [t('users.field.defaultMethod'), t(`users.method.${user.defaultMethod || 'first'}`)],
            [t('users.backup'), t(hasBackup(user) ? 'users.yes' : 'users.no')],
            [t('users.pin'), t(`users.pin.${pinState(user)}`)],
            [t('users.password'), t(user.hasPassword ? 'users.password.local' : 'users.password.directory')],
            [t('users.field.languages'), languagesOf(user) || none],
          ]}
        />
      </Card>
    </Grid>
  );
}

function hasBackup({ methods }: User): boolean {
  return methods.filter(({ state }) => state === 'active').length > 1;
}

function pinState({ hasPin, isPinChangeRequired }: User): string {
  if (!hasPin) return 'none';
  return isPinChangeRequired ? 'change' : 'set';
}

function languagesOf({ languages }: User): string {
  return Object.entries(languages)
    .map(([channel, language]) => `${channel}: ${language}`)
    .join(', ');
}
