import {
  Banner,
  Card,
  Cluster,
  LinkButton,
  Page,
  QueryView,
  Stack,
  useHasText,
  useText,
  useUrlState,
} from '@countersign/ui-kit';
import { useApiQuery } from '../../api.ts';
import { type EnrollmentOptions, KINDS } from './kinds.ts';

/** P12: what was set, and what makes it safe: a second way, on another channel. */
export function DonePage() {
  const t = useText();
  const hasText = useHasText();
  const [{ kind, name }] = useUrlState({ kind: '', name: '', next: '' });
  const query = useApiQuery('GET /api/enrollment', {});
  const title = hasText(`enroll.kind.${kind}.title`) ? t(`enroll.kind.${kind}.title`) : t('enroll.done.method');
  return (
    <Page title={t('enroll.done.title')}>
      <Banner tone="success" isAnnounced>
        {t('enroll.done.text', { method: name ? `${title} (${name})` : title })}
      </Banner>
      <QueryView query={query}>{(options) => <NextSteps options={options} />}</QueryView>
    </Page>
  );
}

function NextSteps({ options }: { options: EnrollmentOptions }) {
  const t = useText();
  const backup = KINDS[options.backupKind];
  const isBackupDue = options.isBackupRequired && backup !== undefined;
  const wantsCodes = options.policy.hasRecoveryCodes && !options.hasRecoveryCodes;
  return (
    <Stack>
      {backup && (
        <Card title={t('enroll.done.backup')}>
          <p>{t(isBackupDue ? 'enroll.done.backupDue' : 'enroll.done.backupAbout')}</p>
          <Cluster>
            <LinkButton to={`/methods/add/${backup.path}`} kind="primary" icon={backup.icon}>
              {t(`enroll.kind.${options.backupKind}.choose`)}
            </LinkButton>
            <LinkButton to="/methods/add">{t('enroll.done.otherBackup')}</LinkButton>
          </Cluster>
        </Card>
      )}
      {wantsCodes && (
        <Card title={t('enroll.done.codes')}>
          <p>{t('enroll.done.codesAbout')}</p>
          <LinkButton to="/recovery-codes">{t('enroll.done.codesMake')}</LinkButton>
        </Card>
      )}
      {options.questionsMissing > 0 && (
        <Card title={t('enroll.done.questions')}>
          <p>{t('enroll.done.questionsAbout', { count: options.questionsMissing })}</p>
          <LinkButton to="/questions">{t('enroll.done.questionsAnswer')}</LinkButton>
        </Card>
      )}
      <Cluster>
        {!isBackupDue && (
          <LinkButton to="/methods" kind={backup ? 'secondary' : 'primary'}>
            {t(backup ? 'enroll.done.later' : 'enroll.done.finish')}
          </LinkButton>
        )}
      </Cluster>
    </Stack>
  );
}
