import { type ComponentType, Suspense } from 'react';
import { Dialog } from '../components/dialog.tsx';
import { useText } from '../text/text-context.tsx';
import type { Ask, Asks } from './asks.ts';
import type { ProofProps, SignInAgainProps } from './overlays.tsx';

/** The dialog around a proof or a sign-in that a request asked for. */
export function AskDialog(props: {
  ask: Ask;
  asks: Asks;
  pages: { proof: ComponentType<ProofProps>; signInAgain: ComponentType<SignInAgainProps> };
}) {
  const { ask, asks, pages } = props;
  const t = useText();
  const { proof: Proof, signInAgain: SignInAgain } = pages;
  const done = () => asks.answer(true);
  const cancel = () => asks.answer(false);
  const isProof = ask.kind === 'proof';
  return (
    <Dialog isOpen isFirm={!isProof} onClose={cancel} title={t(isProof ? 'kit.proof.title' : 'kit.ended.title')}>
      <p>{t(isProof ? 'kit.proof.text' : 'kit.ended.text')}</p>
      <Suspense fallback={<p>{t('kit.loading')}</p>}>
        {isProof ? <Proof problem={ask.problem} onDone={done} onCancel={cancel} /> : <SignInAgain onDone={done} />}
      </Suspense>
    </Dialog>
  );
}
