import '../tokens.css';
import '../base.css';
import { CSPProvider } from '@base-ui/react/csp-provider';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { type ComponentType, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { noteTouches } from '../api/background.ts';
import { ApiClient } from '../api/client.ts';
import { ApiContext } from '../api/hooks.ts';
import { LiveStream } from '../api/live.ts';
import { ApiProblem } from '../api/problem.ts';
import { ToastProvider } from '../components/toast.tsx';
import { chosenLanguage, firstLanguage, TextCatalogue, type TextLoaders } from '../text/catalogue.ts';
import { TextProvider } from '../text/text-context.tsx';
import { Asks } from './asks.ts';
import type { Feature } from './feature.ts';
import { LiveContext } from './live.tsx';
import type { ProofProps, SignInAgainProps } from './overlays.tsx';
import { isSignedInStill } from './ongoing-session.ts';
import { applyPreferences } from './preferences.ts';
import { createPages, type Frames } from './router.tsx';
import { noteAnswer } from './session.tsx';
import { SessionKeeper } from './session-keeper.tsx';

/** What a set of pages consists of. */
export interface Pages {
  /** `texts` of `virtual:texts`. */
  readonly texts: TextLoaders;
  readonly features: readonly Feature[];
  readonly frames: Frames;
  /** Where people go who are not signed in. */
  readonly signInPath: string;
  /** Signs in again over the page, which stays as it is (R9). */
  readonly signInAgain: ComponentType<SignInAgainProps>;
  /** Proves a factor once more (R10). */
  readonly proof: ComponentType<ProofProps>;
}

const RETRIED = new Set(['network', 'unavailable', 'deadline_exceeded']);

function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        networkMode: 'always',
        retry: (count, error) => count < 1 && error instanceof ApiProblem && RETRIED.has(error.code),
      },
      // A change is never sent again without being asked: its key makes that safe, its meaning may not.
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}

/** Draws the pages into `#root`. */
export async function startPages(pages: Pages): Promise<void> {
  applyPreferences();
  const catalogue = new TextCatalogue(pages.texts, firstLanguage(navigator.languages, chosenLanguage()));
  const live = new LiveStream();
  const asks = new Asks();
  const client: ApiClient = new ApiClient({
    language: () => catalogue.language,
    proofRequired: (problem) => asks.ask('proof', problem),
    signInRequired: async (problem) => (await isSignedInStill(client)) || (await asks.ask('sign_in', problem)),
    answered: (problem) => {
      if (problem?.code !== 'network') noteAnswer(Date.now());
      if (problem?.code === 'master_offline') live.noteOffline(problem.master);
    },
  });
  const queries = createQueries();
  const router = createPages(pages, catalogue);
  const root = document.getElementById('root');
  if (!root) throw new Error('The page has no #root.');
  await catalogue.load(['base']);
  live.start();
  noteTouches(document);
  createRoot(root).render(
    <StrictMode>
      <CSPProvider disableStyleElements>
        <TextProvider catalogue={catalogue}>
          <QueryClientProvider client={queries}>
            <ApiContext.Provider value={client}>
              <LiveContext.Provider value={live}>
                <ToastProvider>
                  <SessionKeeper client={client} asks={asks} pages={pages}>
                    <RouterProvider router={router} />
                  </SessionKeeper>
                </ToastProvider>
              </LiveContext.Provider>
            </ApiContext.Provider>
          </QueryClientProvider>
        </TextProvider>
      </CSPProvider>
    </StrictMode>,
  );
}
