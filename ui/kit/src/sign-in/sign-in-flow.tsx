import { useCallback, useEffect, useRef, useState } from 'react';
import { asProblem } from '../api/problem.ts';
import { Button } from '../components/button.tsx';
import { Banner, Stack } from '../components/parts.tsx';
import { ProblemView } from '../components/problem-view.tsx';
import { useText } from '../text/text-context.tsx';
import { askForPasskey, canOfferPasskeys, canUsePasskeys } from './passkey.ts';
import { PasswordForm } from './password-form.tsx';
import { PromptPanel } from './prompt-panel.tsx';
import { type SignInApi, useSignInApi } from './sign-in-api.ts';
import type { Step } from './step.ts';

/** Properties of {@link SignInFlow}. */
export interface SignInFlowProps {
  /** Known already, where somebody signs in again. */
  readonly userName?: string;
  /** The step that the sign-in stands at; undefined: at its beginning. */
  readonly step: Step | undefined;
  readonly onStep: (step: Step) => void;
}

/** Name and password or a passkey, then whatever is asked: in a page and in a dialog alike. */
export function SignInFlow({ userName, step, onStep }: SignInFlowProps) {
  const api = useSignInApi();
  if (step?.prompt) return <PromptPanel prompt={step.prompt} conversation={api} onStep={onStep} />;
  return <Beginning userName={userName} step={step} api={api} onStep={onStep} />;
}

function Beginning({ userName, step, api, onStep }: SignInFlowProps & { api: SignInApi }) {
  const t = useText();
  const [problem, setProblem] = useState<unknown>();
  const [isCancelled, setCancelled] = useState(false);
  // The offer to the browser stands while the page is drawn anew.
  const latest = useRef(onStep);
  latest.current = onStep;
  const withPasskey = useCallback(
    async (choice: { signal?: AbortSignal; isOffered?: boolean }) => {
      const passkey = await askForPasskey(await api.passkeyOptions(), choice);
      if (passkey) latest.current(await api.withPasskey(passkey));
      return passkey !== undefined;
    },
    [api],
  );
  useOfferedPasskeys(withPasskey);
  const click = async () => {
    setProblem(undefined);
    try {
      setCancelled(!(await withPasskey({})));
    } catch (error) {
      setProblem(asProblem(error));
    }
  };
  return (
    <Stack>
      <Outcome step={step} />
      {problem !== undefined && <ProblemView problem={problem} />}
      {isCancelled && <p role="status">{t('signIn.passkey.cancelled')}</p>}
      <PasswordForm userName={userName} onSubmit={async (name, password) => onStep(await api.signIn(name, password))} />
      {canUsePasskeys() && (
        <div>
          <Button icon="key" onClick={() => void click()}>
            {t('signIn.passkey.alone')}
          </Button>
        </div>
      )}
    </Stack>
  );
}

/** Why the sign-in is at its beginning again; the same for everybody who may not come in. */
function Outcome({ step }: { step: Step | undefined }) {
  const t = useText();
  if (step?.kind === 'refused') {
    return (
      <Banner tone="danger" isAnnounced>
        <strong>{t('signIn.refused.title')}</strong> {t('signIn.refused.text')}
      </Banner>
    );
  }
  if (step?.kind === 'over') {
    return (
      <Banner tone="warning" isAnnounced>
        <strong>{t('signIn.over.title')}</strong> {t('signIn.over.text')}
      </Banner>
    );
  }
  return null;
}

/** Lets the browser offer passkeys in the field of the name; it says nothing when there are none. */
function useOfferedPasskeys(
  withPasskey: (choice: { signal: AbortSignal; isOffered: boolean }) => Promise<boolean>,
): void {
  useEffect(() => {
    const abort = new AbortController();
    const offer = async () => {
      if (await canOfferPasskeys()) await withPasskey({ signal: abort.signal, isOffered: true });
    };
    // An offer that cannot be made must not disturb whoever types a password.
    offer().catch(() => undefined);
    return () => abort.abort();
  }, [withPasskey]);
}
