import { useEffect, useState } from 'react';
import { useApi } from '../../api.ts';
import { type Card, changedIn, type Draft, type Preview, type Value, wantedOf } from './types.ts';

const PAUSE_MILLISECONDS = 250;

/** What was typed and not saved, with what it would lead to. */
export interface DraftState {
  readonly draft: Draft;
  readonly preview: Preview | undefined;
  readonly isDirty: boolean;
  set(key: string, value: Value): void;
  /** Forgets what was typed into a card. */
  forget(card: Card): void;
}

/** Keeps new values of settings until they are saved, and asks what they would lead to while they are typed. */
export function useDraft(cards: readonly Card[]): DraftState {
  const { call } = useApi();
  const [draft, setDraft] = useState<Draft>({});
  const [preview, setPreview] = useState<Preview>();
  const wanted = cards.flatMap((card) => changedIn(card, draft).map((setting) => wantedOf(setting, draft)));
  const asked = JSON.stringify(wanted);
  useEffect(() => {
    const settings = JSON.parse(asked) as typeof wanted;
    if (settings.length === 0) return setPreview(undefined);
    const abort = new AbortController();
    const timer = setTimeout(() => {
      call('POST /api/settings/preview', { body: { settings } }, { signal: abort.signal })
        .then(setPreview)
        // Saving says what is wrong; a preview that does not come is no news.
        .catch(() => setPreview(undefined));
    }, PAUSE_MILLISECONDS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [asked, call]);
  return {
    draft,
    preview,
    isDirty: wanted.length > 0,
    set: (key, value) => setDraft((before) => ({ ...before, [key]: value })),
    forget: (card) => {
      const own = new Set(card.settings.map(({ key }) => key));
      setDraft((before) => Object.fromEntries(Object.entries(before).filter(([key]) => !own.has(key))));
    },
  };
}
