import { LinkButton, type SignInAgainProps, useText } from '@countersign/ui-kit';

/** Signs in again without leaving the page. */
export function SignInAgain({ onDone }: SignInAgainProps) {
  const t = useText();
  return (
    <span onClick={onDone}>
      <LinkButton to="/sign-in" kind="primary">
        {t('shell.signIn')}
      </LinkButton>
    </span>
  );
}
