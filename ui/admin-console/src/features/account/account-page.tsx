import {
  Card,
  Facts,
  LanguageSwitch,
  Page,
  QueryView,
  Select,
  setPreferences,
  Stack,
  ThemeSwitch,
  Time,
  usePreferences,
  useText,
} from '@countersign/ui-kit';
import { useApiQuery } from '../../api.ts';
import { KeyList } from '../../shell/key-list.tsx';
import { SessionsCard } from './sessions-card.tsx';

/** Who I am here, how the pages look to me, and where I am signed in. */
export function AccountPage() {
  const t = useText();
  return (
    <Page title={t('account.title')}>
      <Stack>
        <RightsCard />
        <LookCard />
        <SessionsCard />
        <Card title={t('account.keys')}>
          <KeyList />
        </Card>
      </Stack>
    </Page>
  );
}

function RightsCard() {
  const t = useText();
  const me = useApiQuery('GET /api/me', {});
  return (
    <Card title={t('account.rights')}>
      <QueryView query={me}>
        {(answer) => (
          <>
            <Facts
              items={[
                [t('account.name'), answer.displayName === '' ? answer.userName : answer.displayName],
                [t('account.role'), answer.roleName],
                [
                  t('account.scope'),
                  answer.scope.isEverything ? t('account.everything') : answer.scope.groups.join(', '),
                ],
                [t('account.proved'), <Time key="proved" value={answer.provedAt} isRelative />],
              ]}
            />
            <p>{t('account.factors')}</p>
          </>
        )}
      </QueryView>
    </Card>
  );
}

function LookCard() {
  const t = useText();
  const { timeZone } = usePreferences();
  const zones = Intl.supportedValuesOf('timeZone');
  return (
    <Card title={t('account.look')}>
      <Stack>
        <LanguageSwitch />
        <ThemeSwitch />
        <Select
          label={t('account.timeZone')}
          value={timeZone}
          onChange={(value) => setPreferences({ timeZone: value })}
          options={[
            { value: '', label: t('account.timeZoneOwn') },
            { value: 'UTC', label: 'UTC' },
            ...zones.filter((zone) => zone !== 'UTC').map((zone) => ({ value: zone, label: zone })),
          ]}
        />
      </Stack>
    </Card>
  );
}
