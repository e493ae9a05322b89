import { useEffect, useRef, useState } from 'react';
import { asProblem } from '../api/problem.ts';
import { Button } from '../components/button.tsx';
import { Banner, Skeleton, Stack } from '../components/parts.tsx';
import { ProblemView } from '../components/problem-view.tsx';
import type { ProofProps, SignInAgainProps } from '../shell/overlays.tsx';
import { useSession } from '../shell/session.tsx';
import { useScopes } from '../text/use-scopes.ts';
import { useText } from '../text/text-context.tsx';
import { PromptPanel } from './prompt-panel.tsx';
import { useSignInApi } from './sign-in-api.ts';
import { SignInFlow } from './sign-in-flow.tsx';
import type { Step } from './step.ts';

const SCOPES = ['signIn'];

/** Proves a factor once more; the request that needed it goes out again by itself (R10). */
export function Proof(props: ProofProps) {
  const t = useText();
  return useScopes(SCOPES) ? <ProofSteps {...props} /> : <Skeleton lines={3} label={t('kit.loading')} />;
}

function ProofSteps({ onDone, onCancel }: ProofProps) {
  const t = useText();
  const { proof } = useSignInApi();
  const [step, setStep] = useState<Step>();
  const [problem, setProblem] = useState<unknown>();
  const begin = () => {
    setProblem(undefined);
    proof.begin().then(setStep, (error: unknown) => setProblem(asProblem(error)));
  };
  const isBegun = useRef(false);
  useEffect(() => {
    // Once only: a second question would send a second message.
    if (!isBegun.current) begin();
    isBegun.current = true;
  }, []);
  useEffect(() => {
    if (step?.kind === 'signed_in') onDone();
  }, [step?.kind]);
  if (problem !== undefined) return <ProblemView problem={problem} onRetry={begin} />;
  if (!step || step.kind === 'signed_in') return <Skeleton lines={3} label={t('kit.loading')} />;
  if (step.prompt) return <PromptPanel prompt={step.prompt} conversation={proof} onStep={setStep} />;
  return (
    <Stack>
      <Banner tone="warning">{t(step.kind === 'over' ? 'signIn.proofOver' : 'signIn.proofRefused')}</Banner>
      <div>
        {step.kind === 'over' ? (
          <Button kind="primary" onClick={begin}>
            {t('kit.retry')}
          </Button>
        ) : (
          <Button onClick={onCancel}>{t('kit.cancel')}</Button>
        )}
      </div>
    </Stack>
  );
}

/** Signs in again over the page, which stays as it is (R9). */
export function SignInAgain(props: SignInAgainProps) {
  const t = useText();
  return useScopes(SCOPES) ? <AgainSteps {...props} /> : <Skeleton lines={3} label={t('kit.loading')} />;
}

function AgainSteps({ onDone }: SignInAgainProps) {
  const t = useText();
  const { session, refresh } = useSession();
  const [step, setStep] = useState<Step>();
  // Whose page this is: somebody else must not go on in it.
  const owner = useRef(session?.userName);
  const take = async (next: Step) => {
    setStep(next);
    if (next.kind === 'enroll') return globalThis.location.assign('/enroll');
    if (next.kind !== 'signed_in') return;
    await refresh();
    onDone();
  };
  useEffect(() => {
    if (step?.kind === 'signed_in' && session && session.userName !== owner.current) globalThis.location.assign('/');
  }, [session?.userName, step?.kind]);
  if (step?.kind === 'no_method') return <Banner tone="warning">{t('signIn.noMethod.text')}</Banner>;
  return <SignInFlow userName={owner.current} step={step} onStep={(next) => void take(next)} />;
}
