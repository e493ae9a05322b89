import { useState } from 'react';
import { asProblem } from '../api/problem.ts';
import { Button } from '../components/button.tsx';
import { Muted, Stack } from '../components/parts.tsx';
import { ProblemView } from '../components/problem-view.tsx';
import { Countdown, useNow } from '../components/time.tsx';
import { useText } from '../text/text-context.tsx';
import { CodeAnswer } from './code-answer.tsx';
import { methodIntro } from './method-name.ts';
import { OtherWays } from './other-ways.tsx';
import { PasskeyAnswer } from './passkey-answer.tsx';
import type { Conversation } from './sign-in-api.ts';
import type { Prompt, Step } from './step.ts';

/** The second factor: one question at a time, with the other ways behind a button. */
export function PromptPanel(props: { prompt: Prompt; conversation: Conversation; onStep: (step: Step) => void }) {
  const { prompt, conversation, onStep } = props;
  const t = useText();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  const go = async (next: () => Promise<Step>) => {
    setBusy(true);
    setProblem(undefined);
    try {
      onStep(await next());
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setBusy(false);
    }
  };
  const { method, detail } = prompt;
  return (
    <Stack>
      <p>{methodIntro(t, method, detail)}</p>
      {problem !== undefined && <ProblemView problem={problem} />}
      {method === 'passkey' ? (
        <PasskeyAnswer
          prompt={prompt}
          isBusy={isBusy}
          onPasskey={(passkey) => void go(() => conversation.answer({ passkey }))}
        />
      ) : (
        <CodeAnswer prompt={prompt} isBusy={isBusy} onCode={(code) => void go(() => conversation.answer({ code }))} />
      )}
      {method === 'text_message' && (
        <SendAgain prompt={prompt} isBusy={isBusy} onSend={() => void go(() => conversation.choose('text_message'))} />
      )}
      <OtherWays
        key={method}
        prompt={prompt}
        isBusy={isBusy}
        onChoose={(chosen) => void go(() => conversation.choose(chosen))}
      />
      <Muted>
        {t('signIn.validFor')} <Countdown until={prompt.expiresAt} />
      </Muted>
    </Stack>
  );
}

function SendAgain({ prompt, isBusy, onSend }: { prompt: Prompt; isBusy: boolean; onSend: () => void }) {
  const t = useText();
  const now = useNow();
  const wait = prompt.resendAt === null ? 0 : Math.ceil((new Date(prompt.resendAt).getTime() - now) / 1000);
  return (
    <div>
      <Button
        kind="quiet"
        isBusy={isBusy}
        disabledReason={wait > 0 && t('signIn.resendWait', { seconds: wait })}
        onClick={onSend}
      >
        {t('signIn.resend')}
      </Button>
    </div>
  );
}
