import { useState } from 'react';
import { Button } from '../components/button.tsx';
import { Banner, Stack } from '../components/parts.tsx';
import { useText } from '../text/text-context.tsx';
import { askForPasskey, canUsePasskeys } from './passkey.ts';
import type { Prompt } from './step.ts';

/** The button that asks for a passkey; closing the browser's window is no mistake. */
export function PasskeyAnswer(props: {
  prompt: Prompt;
  isBusy: boolean;
  onPasskey: (passkey: Readonly<Record<string, unknown>>) => void;
}) {
  const { prompt, isBusy, onPasskey } = props;
  const t = useText();
  const [isCancelled, setCancelled] = useState(false);
  if (!canUsePasskeys()) return <Banner tone="warning">{t('signIn.passkey.unsupported')}</Banner>;
  const use = async () => {
    setCancelled(false);
    const passkey = await askForPasskey(prompt.passkeyOptions ?? {});
    if (passkey) onPasskey(passkey);
    else setCancelled(true);
  };
  return (
    <Stack>
      {prompt.problem !== '' && <Banner tone="danger">{t('signIn.passkey.wrong')}</Banner>}
      {isCancelled && <p role="status">{t('signIn.passkey.cancelled')}</p>}
      <div>
        <Button kind="primary" icon="key" isBusy={isBusy} onClick={() => void use()}>
          {t('signIn.passkey.use')}
        </Button>
      </div>
    </Stack>
  );
}
