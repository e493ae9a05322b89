import { Card, LinkButton, Page, Stack, useText } from '@countersign/ui-kit';

/** P20: ways out. It is the same for everybody, so it tells nobody who is known here. */
export function CannotSignInPage() {
  const t = useText();
  return (
    <Page title={t('help.title')} intro={t('help.intro')}>
      <Stack>
        <Card title={t('help.device.title')}>
          <p>{t('help.device.text')}</p>
        </Card>
        <Card title={t('help.password.title')}>
          <p>{t('help.password.text')}</p>
        </Card>
        <Card title={t('help.desk.title')}>
          <p>{t('help.desk.text')}</p>
        </Card>
        <div>
          <LinkButton to="/sign-in" kind="primary">
            {t('help.back')}
          </LinkButton>
        </div>
      </Stack>
    </Page>
  );
}
