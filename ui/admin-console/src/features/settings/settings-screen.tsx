import { DirtyGuard, QueryView, Stack } from '@countersign/ui-kit';
import type { ReactNode } from 'react';
import { useApiQuery } from '../../api.ts';
import { SettingsCard } from './settings-card.tsx';
import type { Card } from './types.ts';
import { type DraftState, useDraft } from './use-draft.ts';

/** Cards of settings. `aside` stands before them and sees what is typed; `only` leaves cards to other components. */
export function SettingsCards(props: {
  screen: 'company' | 'portal' | 'messages' | 'mail';
  aside?: (cards: readonly Card[], state: DraftState) => ReactNode;
  only?: (card: Card) => boolean;
}) {
  const query = useApiQuery('GET /api/settings', { query: { screen: props.screen } });
  return (
    <QueryView query={query} lines={10}>
      {({ cards }) => <Cards cards={cards} aside={props.aside} only={props.only} />}
    </QueryView>
  );
}

function Cards({
  cards,
  aside,
  only = () => true,
}: {
  cards: readonly Card[];
  aside: ((cards: readonly Card[], state: DraftState) => ReactNode) | undefined;
  only: ((card: Card) => boolean) | undefined;
}) {
  const state = useDraft(cards);
  return (
    <Stack>
      <DirtyGuard isDirty={() => state.isDirty} watches={state.isDirty} />
      {aside?.(cards, state)}
      {cards.filter(only).map((card) => (
        <SettingsCard key={card.id} card={card} state={state} />
      ))}
    </Stack>
  );
}
