import { useBlocker } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';

// Most visits leave nothing unsaved: the question is fetched when it is asked.
const LeaveDialog = lazy(async () => ({ default: (await import('./leave-dialog.tsx')).LeaveDialog }));

/** Asks before a page with unsaved changes is left. `isDirty` is asked at that moment; `watches` arms the browser's own question. */
export function DirtyGuard({ isDirty, watches }: { isDirty: () => boolean; watches: boolean }) {
  const blocker = useBlocker({
    // A change of the search alone stays on the page: a tab, a filter.
    shouldBlockFn: ({ current, next }) => current.pathname !== next.pathname && isDirty(),
    enableBeforeUnload: () => watches && isDirty(),
    withResolver: true,
  });
  if (blocker.status !== 'blocked') return null;
  return (
    <Suspense>
      <LeaveDialog onStay={() => blocker.reset()} onLeave={() => blocker.proceed()} />
    </Suspense>
  );
}
