import { Banner, TextLink, useText } from '@countersign/ui-kit';
import { SignInPage } from '@countersign/ui-kit/sign-in';
import { useApiQuery } from '../../api.ts';

/** Signs people in; while nobody can be signed in yet it leads to the first set-up. */
export function SignIn() {
  const t = useText();
  const setUp = useApiQuery('GET /api/setup', {});
  const notice = setUp.data?.isOpen && (
    <Banner>
      {t('shell.setUpOpen')} <TextLink to="/setup">{t('shell.setUp')}</TextLink>
    </Banner>
  );
  return <SignInPage title={t('shell.signInTitle')} notice={notice} />;
}
