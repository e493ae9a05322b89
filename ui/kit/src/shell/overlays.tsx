import { type ComponentType, lazy, Suspense, useSyncExternalStore } from 'react';
import type { ApiProblem } from '../api/problem.ts';
import type { Asks } from './asks.ts';

// Dialogs are heavy, and most visits see none.
const AskDialog = lazy(async () => ({ default: (await import('./ask-dialog.tsx')).AskDialog }));

/** What the form for a fresh proof is given. */
export interface ProofProps {
  readonly problem: ApiProblem;
  /** The proof was accepted: the request goes out again by itself. */
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

/** What the sign-in over a page is given. */
export interface SignInAgainProps {
  readonly onDone: () => void;
}

/** Dialogs that requests open: a fresh proof (R10), a new sign-in in place (R9). */
export function Overlays(props: {
  asks: Asks;
  pages: { proof: ComponentType<ProofProps>; signInAgain: ComponentType<SignInAgainProps> };
  hasSession: boolean;
}) {
  const { asks, pages, hasSession } = props;
  const ask = useSyncExternalStore(asks.subscribe, asks.current);
  if (!ask) return null;
  // Nobody was signed in: there is nothing to keep, and the page leads to the sign-in.
  if (ask.kind === 'sign_in' && !hasSession) {
    queueMicrotask(() => asks.answer(false));
    return null;
  }
  return (
    <Suspense>
      <AskDialog ask={ask} asks={asks} pages={pages} />
    </Suspense>
  );
}
