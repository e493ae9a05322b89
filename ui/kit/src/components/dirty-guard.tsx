import { useBlocker } from '@tanstack/react-router';
import { useText } from '../text/text-context.tsx';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';

/** Asks before a page with unsaved changes is left. `isDirty` is asked at that moment; `watches` arms the browser's own question. */
export function DirtyGuard({ isDirty, watches }: { isDirty: () => boolean; watches: boolean }) {
  const t = useText();
  const blocker = useBlocker({
    // A change of the search alone stays on the page: a tab, a filter.
    shouldBlockFn: ({ current, next }) => current.pathname !== next.pathname && isDirty(),
    enableBeforeUnload: () => watches && isDirty(),
    withResolver: true,
  });
  if (blocker.status !== 'blocked') return null;
  return (
    <Dialog
      isOpen
      onClose={() => blocker.reset()}
      title={t('kit.dirty.title')}
      actions={
        <>
          <Button kind="primary" onClick={() => blocker.reset()}>
            {t('kit.dirty.stay')}
          </Button>
          <Button kind="danger" onClick={() => blocker.proceed()}>
            {t('kit.dirty.leave')}
          </Button>
        </>
      }
    >
      <p>{t('kit.dirty.text')}</p>
    </Dialog>
  );
}
