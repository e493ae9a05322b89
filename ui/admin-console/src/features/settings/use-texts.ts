import { asProblem, type ApiProblem, useText, useToast } from '@countersign/ui-kit';
import { useState } from 'react';
import { useApiMutation } from '../../api.ts';
import { type Setting, wantedOf } from './types.ts';
import type { DraftState } from './use-draft.ts';

/** Saves texts that were worded anew. */
export function useSaveTexts(state: DraftState): {
  readonly problem: ApiProblem | undefined;
  readonly isSaving: boolean;
  save(settings: readonly Setting[]): Promise<void>;
} {
  const t = useText();
  const show = useToast();
  const [problem, setProblem] = useState<ApiProblem>();
  const change = useApiMutation('POST /api/messages');
  return {
    problem,
    isSaving: change.isPending,
    save: async (settings) => {
      setProblem(undefined);
      try {
        await change.mutateAsync({ body: { settings: settings.map((each) => wantedOf(each, state.draft)) } });
        state.forget({ id: '', screen: '', settings: [...settings], effect: null });
        show(t('config.texts.saved'));
      } catch (error) {
        setProblem(asProblem(error));
      }
    },
  };
}
