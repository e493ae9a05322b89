import {
  type ApiProblem,
  asProblem,
  Banner,
  Button,
  Card as CardBox,
  Cluster,
  ProblemView,
  Stack,
  useText,
  useToast,
} from '@countersign/ui-kit';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useApiMutation } from '../../api.ts';
import { SettingField } from './setting-field.tsx';
import { type Card, changedIn, wantedOf } from './types.ts';
import type { DraftState } from './use-draft.ts';
import { useCardTitle } from './words.ts';

/** One card: its fields, a sentence of what they lead to, and its own button. Saving one card leaves the others alone. */
export function SettingsCard({ card, state, children }: { card: Card; state: DraftState; children?: ReactNode }) {
  const t = useText();
  const title = useCardTitle()(card.id);
  const [problem, setProblem] = useState<ApiProblem>();
  const show = useToast();
  const save = useApiMutation('POST /api/settings');
  const changed = changedIn(card, state.draft);
  const refused = problem ?? (state.preview?.problem ? asRefusal(state.preview.problem) : undefined);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (changed.length === 0) return;
    setProblem(undefined);
    try {
      const settings = changed.map((setting) => wantedOf(setting, state.draft));
      await save.mutateAsync({ body: { settings } });
      state.forget(card);
      show(t('config.saved', { card: title }));
    } catch (error) {
      setProblem(asProblem(error));
    }
  };
  return (
    <div id={card.id}>
      <CardBox title={title}>
        <form noValidate onSubmit={(event) => void submit(event)}>
          <Stack>
            {card.settings.map((setting) => (
              <SettingField
                key={setting.key}
                setting={setting}
                draft={state.draft}
                error={refused?.field === setting.key ? refused.detail : undefined}
                onChange={(value) => state.set(setting.key, value)}
              />
            ))}
            {children}
            <Effect text={state.preview?.effects[card.id] ?? card.effect} />
            {problem && <ProblemView problem={problem} />}
            <Cluster>
              <Button
                type="submit"
                kind="primary"
                needsMaster
                isBusy={save.isPending}
                disabledReason={changed.length === 0 && t('config.nothingChanged')}
              >
                {t('config.save')}
              </Button>
              {changed.length > 0 && <Button onClick={() => state.forget(card)}>{t('config.discard')}</Button>}
            </Cluster>
          </Stack>
        </form>
      </CardBox>
    </div>
  );
}

function Effect({ text }: { text: string | null }) {
  if (text === null) return null;
  return (
    <Banner tone="info" isAnnounced>
      {text}
    </Banner>
  );
}

/** What the preview refuses is shown like what saving refuses. */
function asRefusal({ field, message }: { readonly field: string; readonly message: string }) {
  return { field, detail: message };
}
