import { useGo, usePreferences } from '@countersign/ui-kit';
import { useEffect, useRef } from 'react';
import { SECTIONS } from './sections.ts';

const SECOND_KEY_WITHIN = 1500;

/** True where a key is text: it must not do anything else there. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('input, textarea, select, [contenteditable], [role=dialog]') !== null
  );
}

/** Ctrl+K opens the palette; `/`, `?` and `g x` work where nobody types and where they are not switched off. */
export function useShortcuts({ onPalette, onKeys }: { onPalette: () => void; onKeys: () => void }): void {
  const go = useGo();
  const { hasShortcuts } = usePreferences();
  const pressedG = useRef(0);
  useEffect(() => {
    const single = (event: KeyboardEvent) => {
      if (event.key === '?') return onKeys();
      if (event.key === '/') return focusSearch(event, onPalette);
      if (event.key === 'g') {
        pressedG.current = event.timeStamp;
        return;
      }
      const section = SECTIONS.find(({ key }) => key === event.key);
      if (section && event.timeStamp - pressedG.current < SECOND_KEY_WITHIN) go(section.path);
      pressedG.current = Number.NEGATIVE_INFINITY;
    };
    const keyed = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        return onPalette();
      }
      if (hasShortcuts && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target)) single(event);
    };
    document.addEventListener('keydown', keyed);
    return () => document.removeEventListener('keydown', keyed);
  });
}

function focusSearch(event: KeyboardEvent, otherwise: () => void): void {
  event.preventDefault();
  const field = document.querySelector<HTMLInputElement>('main input[type=search]');
  if (field) field.focus();
  else otherwise();
}
