import { useText } from '@countersign/ui-kit';
import { SignInPage } from '@countersign/ui-kit/sign-in';

/** Signs people in. */
export function SignIn() {
  const t = useText();
  return <SignInPage title={t('shell.signInTitle')} />;
}
