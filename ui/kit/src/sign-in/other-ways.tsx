import { useState } from 'react';
import { Button } from '../components/button.tsx';
import { RadioGroup } from '../components/choices.tsx';
import { Stack } from '../components/parts.tsx';
import { useText } from '../text/text-context.tsx';
import { methodName } from './method-name.ts';
import type { MethodName, Prompt } from './step.ts';

/** The other ways that this person has, and no others; a recovery code comes last. */
export function OtherWays(props: { prompt: Prompt; isBusy: boolean; onChoose: (method: MethodName) => void }) {
  const { prompt, isBusy, onChoose } = props;
  const t = useText();
  const others = prompt.choices.filter(({ method }) => method !== prompt.method);
  const [isOpen, setOpen] = useState(false);
  const [chosen, setChosen] = useState<string>(others[0]?.method ?? '');
  if (others.length === 0) return null;
  if (!isOpen) {
    return (
      <div>
        <Button kind="quiet" aria-expanded={false} onClick={() => setOpen(true)}>
          {t('signIn.otherWays')}
        </Button>
      </div>
    );
  }
  const options = others.map(({ method, detail }) => ({ value: method, label: methodName(t, method, detail) }));
  return (
    <Stack>
      <RadioGroup label={t('signIn.otherWays')} value={chosen} onChange={setChosen} options={options} />
      <div>
        <Button isBusy={isBusy} onClick={() => onChoose(chosen as MethodName)}>
          {t('signIn.useThisWay')}
        </Button>
      </div>
    </Stack>
  );
}
