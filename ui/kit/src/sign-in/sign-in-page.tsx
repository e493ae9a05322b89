import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Button, TextLink } from '../components/button.tsx';
import { Copy } from '../components/copy.tsx';
import { Page } from '../components/page.tsx';
import { Banner, Cluster, Mono, Skeleton, Stack } from '../components/parts.tsx';
import { useGo } from '../shell/go-to.tsx';
import { useSession } from '../shell/session.tsx';
import { useUrlState } from '../shell/url-state.ts';
import { useText } from '../text/text-context.tsx';
import { useSignInApi } from './sign-in-api.ts';
import { SignInFlow } from './sign-in-flow.tsx';
import type { Step } from './step.ts';

/** P01, P02 and A02: one address for the whole sign-in, which a reload continues. `notice`: above the first question. */
export function SignInPage(props: { title: string; helpPath?: string; notice?: ReactNode }) {
  const { title, helpPath, notice } = props;
  const t = useText();
  const [place, setPlace] = useUrlState({ then: '', at: '' });
  const { step, take, isResuming } = useSignInSteps(place.at === 'question', (at) => setPlace({ at }));
  const goOn = useGoOn(place.then);
  const isGoing = useRef(false);
  useEffect(() => {
    if (!step || !isSilentlyDone(step) || isGoing.current) return;
    isGoing.current = true;
    void goOn(step);
  }, [step, goOn]);
  if (isResuming || (step && isSilentlyDone(step))) {
    return (
      <Page title={title}>
        <Skeleton lines={4} label={t('kit.loading')} />
      </Page>
    );
  }
  if (step?.kind === 'no_method') return <NoMethod reference={step.reference} />;
  if (step?.kind === 'signed_in') return <Noteworthy step={step} onGo={() => void goOn(step)} />;
  return (
    <Page title={step?.prompt ? t('signIn.second') : title}>
      {!step?.prompt && notice}
      <SignInFlow step={step} onStep={take} />
      <Cluster>
        {step?.prompt && (
          <Button kind="quiet" onClick={() => take(undefined)}>
            {t('signIn.startAgain')}
          </Button>
        )}
        {helpPath && <TextLink to={helpPath}>{t('signIn.cannot')}</TextLink>}
      </Cluster>
    </Page>
  );
}

/** The steps of one sign-in; the address says whether a question is open, so that a reload finds it. */
function useSignInSteps(hasQuestion: boolean, setAt: (at: string) => void) {
  const api = useSignInApi();
  const [step, setStep] = useState<Step>();
  const [isResuming, setResuming] = useState(hasQuestion);
  const take = (next: Step | undefined) => {
    setStep(next);
    setAt(next?.prompt ? 'question' : '');
  };
  useEffect(() => {
    if (!hasQuestion || step) return;
    api
      .resume()
      .then(setStep, () => setAt(''))
      .finally(() => setResuming(false));
    // Only when the page is opened: later steps come from the person.
  }, []);
  return { step, take, isResuming };
}

function isSilentlyDone({ kind, wasBypassed, recoveryCodesLeft, isPinChangeDue }: Step): boolean {
  if (kind === 'enroll') return true;
  return kind === 'signed_in' && !wasBypassed && recoveryCodesLeft === null && !isPinChangeDue;
}

/** Goes to where the person wanted to be, on this site only. */
function useGoOn(then: string): (step: Step) => Promise<void> {
  const go = useGo();
  const { refresh } = useSession();
  return async ({ kind, isPinChangeDue }) => {
    await refresh();
    const wanted = /^\/(?![/\\])/.test(then) ? then : '/';
    if (kind === 'enroll') return go('/enroll');
    go(isPinChangeDue ? '/pin' : wanted);
  };
}

/** What somebody should know before they go on. */
function Noteworthy({ step, onGo }: { step: Step; onGo: () => void }) {
  const t = useText();
  const { wasBypassed, recoveryCodesLeft, isPinChangeDue } = step;
  return (
    <Page title={t('signIn.done')}>
      <Stack>
        {wasBypassed && <Banner tone="warning">{t('signIn.bypassed')}</Banner>}
        {recoveryCodesLeft !== null && (
          <Banner tone={recoveryCodesLeft <= 3 ? 'warning' : 'info'}>
            {t('signIn.codesLeft', { count: recoveryCodesLeft })}
          </Banner>
        )}
        {isPinChangeDue && <Banner tone="warning">{t('signIn.pinDue')}</Banner>}
        <div>
          <Button kind="primary" onClick={onGo}>
            {t('signIn.goOn')}
          </Button>
        </div>
      </Stack>
    </Page>
  );
}

/** The password was right, and only the help desk can set up a way to sign in. */
function NoMethod({ reference }: { reference: string }) {
  const t = useText();
  return (
    <Page title={t('signIn.noMethod.title')}>
      <Stack>
        <p>{t('signIn.noMethod.text')}</p>
        <Cluster>
          <span>{t('kit.problem.reference')}</span>
          <Mono>{reference}</Mono>
          <Copy text={reference} label={t('kit.problem.copyReference')} isIconOnly />
        </Cluster>
      </Stack>
    </Page>
  );
}
