import {
  type AnyRoute,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  useRouterState,
} from '@tanstack/react-router';
import { type ComponentType, type FunctionComponent, type ReactNode, Suspense } from 'react';
import { LinkButton } from '../components/button.tsx';
import { Page } from '../components/page.tsx';
import { EmptyState, Skeleton } from '../components/parts.tsx';
import { ProblemView } from '../components/problem-view.tsx';
import type { TextCatalogue } from '../text/catalogue.ts';
import { useText } from '../text/text-context.tsx';
import type { Feature } from './feature.ts';
import { SignedIn } from './session-keeper.tsx';

/** What stands around the pages. */
export interface Frames {
  /** With navigation, for people who are signed in. */
  readonly shell: ComponentType<{ children: ReactNode }>;
  /** Without, for everything before. */
  readonly bare: ComponentType<{ children: ReactNode }>;
}

/** The router of a set of pages; code and texts of a page are fetched together when somebody goes there. */
export function createPages(pages: { features: readonly Feature[]; frames: Frames }, catalogue: TextCatalogue) {
  const root = createRootRoute({
    component: Outlet,
    notFoundComponent: () => <NotFound frames={pages.frames} />,
    errorComponent: Failed,
  });
  const { shell: Shell, bare: Bare } = pages.frames;
  const inShell = createRoute({
    id: 'shell',
    getParentRoute: () => root,
    component: () => (
      <SignedIn>
        <Suspense fallback={<Pending />}>
          <Shell>
            <Outlet />
          </Shell>
        </Suspense>
      </SignedIn>
    ),
  });
  const inBare = createRoute({
    id: 'bare',
    getParentRoute: () => root,
    component: () => (
      <Bare>
        <Outlet />
      </Bare>
    ),
  });
  const routesOf = (frame: Feature['frame'], parent: AnyRoute) =>
    pages.features
      .filter((feature) => (feature.frame ?? 'shell') === frame)
      .map((feature) => routeOf(feature, parent, catalogue));
  const tree: AnyRoute = root.addChildren([
    (inShell as AnyRoute).addChildren(routesOf('shell', inShell)),
    (inBare as AnyRoute).addChildren(routesOf('bare', inBare)),
  ]);
  return createRouter({
    routeTree: tree,
    defaultPendingComponent: Pending,
    defaultPendingMs: 150,
    defaultErrorComponent: Failed,
    scrollRestoration: true,
    defaultPreload: 'intent',
    // Values of the search are words of ours, not JSON.
    parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
    stringifySearch: (search) => stringify(search),
  });
}

function stringify(search: Record<string, unknown>): string {
  const entries = Object.entries(search).filter(([, value]) => value !== undefined && value !== '');
  const text = new URLSearchParams(entries.map(([name, value]) => [name, String(value)])).toString();
  return text === '' ? '' : `?${text}`;
}

function routeOf(feature: Feature, parent: AnyRoute, catalogue: TextCatalogue): AnyRoute {
  const load = async () => ({ default: await feature.load() });
  const Component = lazyRouteComponent(load) as unknown as FunctionComponent;
  const needsSession = feature.frame === 'bare' && feature.access === 'signed_in';
  return createRoute({
    path: feature.path,
    getParentRoute: () => parent,
    loader: () => catalogue.load(feature.texts),
    component: needsSession
      ? () => (
          <SignedIn>
            <Component />
          </SignedIn>
        )
      : Component,
  });
}

function Pending() {
  const t = useText();
  return <Skeleton lines={6} label={t('kit.loading')} />;
}

function Failed({ error, reset }: { error: unknown; reset: () => void }) {
  const t = useText();
  return (
    <Page title={t('kit.failed.title')}>
      <ProblemView problem={error} onRetry={reset} />
    </Page>
  );
}

function NotFound({ frames }: { frames: Frames }) {
  const t = useText();
  const Bare = frames.bare;
  return (
    <Bare>
      <Page title={t('kit.notFound.title')}>
        <EmptyState title={t('kit.notFound.text')} action={<LinkButton to="/">{t('kit.notFound.home')}</LinkButton>} />
      </Page>
    </Bare>
  );
}

/** True while a page is being fetched. */
export function useIsGoing(): boolean {
  return useRouterState({ select: (state) => state.isLoading });
}
