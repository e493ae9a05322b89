import { useText, useToast } from '@countersign/ui-kit';
import { useApiMutation } from '../../api.ts';
import type { OwnMethod } from './own-method.ts';

/** What can be done with a method; each says that it was done, and offers the way back where there is one. */
export function useMethodActions(method: OwnMethod) {
  const t = useText();
  const toast = useToast();
  const setDefault = useApiMutation('POST /api/methods/:id/default');
  const off = useApiMutation('POST /api/methods/:id/off');
  const on = useApiMutation('POST /api/methods/:id/on');
  const remove = useApiMutation('DELETE /api/methods/:id');
  const name = method.name || t(`methods.kind.${method.kind}`);
  const params = { id: method.id };
  return {
    makeDefault: async () => {
      const { previousMethodId } = await setDefault.mutateAsync({ params });
      const undo = previousMethodId
        ? () => void setDefault.mutateAsync({ params: { id: previousMethodId } }).catch(reportError)
        : undefined;
      toast({ text: t('methods.madeDefault', { name }), undo });
    },
    turnOff: async () => {
      await off.mutateAsync({ params });
      toast({ text: t('methods.turnedOff', { name }), undo: () => void on.mutateAsync({ params }).catch(reportError) });
    },
    turnOn: async () => {
      await on.mutateAsync({ params });
      toast(t('methods.turnedOn', { name }));
    },
    remove: async () => {
      await remove.mutateAsync({ params });
      toast(t('methods.removed', { name }));
    },
  };
}
