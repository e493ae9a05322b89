import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo } from 'react';
import type { ApiClient } from '../api/client.ts';
import { ApiProblem } from '../api/problem.ts';
import { Skeleton } from '../components/parts.tsx';
import { ProblemView } from '../components/problem-view.tsx';
import { chosenLanguage, isLanguage } from '../text/catalogue.ts';
import { useCatalogue, useText } from '../text/text-context.tsx';
import type { Asks } from './asks.ts';
import { GoTo } from './go-to.tsx';
import { LiveContext, useLiveEvent } from './live.tsx';
import { isSignedInStill } from './ongoing-session.ts';
import { Overlays } from './overlays.tsx';
import { type Session, type SessionControl, SessionProvider, useSession } from './session.tsx';
import type { Pages } from './start-pages.tsx';

const KEY = ['session'];
const SignInPath = createContext('/sign-in');
const SessionError = createContext<unknown>(undefined);

/** Knows who is signed in, notices the end of a session, and opens what a request asks for. */
export function SessionKeeper(props: { client: ApiClient; asks: Asks; pages: Pages; children: ReactNode }) {
  const { client, asks, pages } = props;
  const queries = useQueryClient();
  const live = useContext(LiveContext);
  const query = useQuery<Session | null>({
    queryKey: KEY,
    queryFn: () => readSession(client),
    staleTime: 60_000,
    retry: 1,
  });
  const session = query.data ?? undefined;
  useOwnLanguage(session);
  const ended = useCallback(() => {
    if (!queries.getQueryData(KEY)) return;
    void isSignedInStill(client).then((isStill) => {
      if (isStill) return live.renew();
      void asks.ask('sign_in', new ApiProblem({ code: 'sign_in_required', status: 401 }));
    });
  }, [asks, client, live, queries]);
  useLiveEvent('session', ended);
  const control = useMemo<SessionControl>(() => {
    const granted = new Set(session?.permissions ?? []);
    return {
      session,
      isLoading: query.isPending,
      refresh: async () => {
        await queries.invalidateQueries({ queryKey: KEY });
      },
      signOut: async () => {
        await client.send('POST /api/sign-out', {}, { isQuiet: true });
        queries.clear();
        globalThis.location.assign(pages.signInPath);
      },
      may: (permission) => granted.has(permission),
    };
  }, [session, query.isPending, client, queries, pages.signInPath]);
  return (
    <SessionProvider value={control}>
      <SignInPath.Provider value={pages.signInPath}>
        <SessionError.Provider value={query.error}>
          {props.children}
          <Overlays asks={asks} pages={pages} hasSession={session !== undefined} />
        </SessionError.Provider>
      </SignInPath.Provider>
    </SessionProvider>
  );
}

async function readSession(client: ApiClient): Promise<Session | null> {
  try {
    const session = (await client.send('GET /api/session', {}, { isQuiet: true })) as Session;
    return { ...session, readAt: Date.now() };
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 401) return null;
    throw error;
  }
}

/** The language of a person's record counts until another one is chosen on this browser. */
function useOwnLanguage(session: Session | undefined): void {
  const catalogue = useCatalogue();
  const own = session?.language;
  useEffect(() => {
    if (isLanguage(own) && !chosenLanguage() && own !== catalogue.language) void catalogue.change(own);
  }, [own, catalogue]);
}

/** Shows its content to people who are signed in; others sign in first and come back. */
export function SignedIn({ children }: { children: ReactNode }) {
  const t = useText();
  const { session, isLoading, refresh } = useSession();
  const path = useContext(SignInPath);
  const error = useContext(SessionError);
  const { href } = useLocation();
  if (session) return <>{children}</>;
  if (isLoading) return <Skeleton lines={6} label={t('kit.loading')} />;
  if (error) return <ProblemView problem={error} onRetry={() => void refresh()} />;
  return <GoTo to={path} search={href === '/' ? {} : { then: href }} />;
}
