import { LinkButton, type ProofProps, useText } from '@countersign/ui-kit';

/** Proves a factor once more before a dangerous change. */
export function Proof({ onCancel }: ProofProps) {
  const t = useText();
  return (
    <span onClick={onCancel}>
      <LinkButton to="/sign-in" kind="primary">
        {t('shell.signIn')}
      </LinkButton>
    </span>
  );
}
