import { useState } from 'react';
import { useText } from '../text/text-context.tsx';
import { Button } from './button.tsx';

/** Copies a text and says that it did. */
export function Copy({ text, label, isIconOnly }: { text: string; label?: string; isIconOnly?: boolean }) {
  const t = useText();
  const [said, setSaid] = useState('');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid(t('kit.copied'));
    } catch {
      // The browser does not allow it here: the text stands beside the button, to be marked by hand.
      setSaid(t('kit.copyFailed'));
    }
    setTimeout(() => setSaid(''), 4000);
  };
  return (
    <>
      <Button size="small" icon={said ? 'check' : 'copy'} isIconOnly={isIconOnly} onClick={() => void copy()}>
        {label ?? t('kit.copy')}
      </Button>
      <span role="status">{said}</span>
    </>
  );
}
