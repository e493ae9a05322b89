import { Banner, Card, LinkButton, useText } from '@countersign/ui-kit';
import { useState } from 'react';
import { AccountForm, type Account } from './account-form.tsx';
import { ProofForm } from './proof-form.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import type { SetupState } from './steps.ts';

/** The first administrator: the account, the proof of an app, and the codes for the day when the phone is gone. */
export function AdministratorStep({ state }: { state: SetupState }) {
  const t = useText();
  const [account, setAccount] = useState<Account>();
  const [isProving, setProving] = useState(false);
  const [codes, setCodes] = useState<readonly string[]>();
  if (codes) return <RecoveryCodes codes={codes} userName={account?.userName ?? ''} />;
  if (account && isProving) {
    return <ProofForm account={account} onBack={() => setProving(false)} onDone={setCodes} />;
  }
  if (state.administrator !== '') {
    return (
      <Card>
        <Banner tone="success">{t('setup.administrator.done', { name: state.administrator })}</Banner>
        <LinkButton to="/setup/checks" kind="primary">
          {t('setup.next')}
        </LinkButton>
      </Card>
    );
  }
  return (
    <AccountForm
      account={account}
      onDone={(values) => {
        setAccount(values);
        setProving(true);
      }}
    />
  );
}
