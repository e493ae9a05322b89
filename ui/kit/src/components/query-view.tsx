import type { ReactNode } from 'react';
import { asProblem } from '../api/problem.ts';
import { useText } from '../text/text-context.tsx';
import { EmptyState, Skeleton } from './parts.tsx';
import { ProblemView } from './problem-view.tsx';

/** What `useApiQuery` gives, as far as it is needed to show it. */
export interface QueryState<A> {
  readonly data: A | undefined;
  readonly error: unknown;
  readonly isPending: boolean;
  refetch(): unknown;
}

/** Shows what was asked for, or that it is coming, forbidden, or failed. */
export function QueryView<A>({
  query,
  children,
  lines,
}: {
  query: QueryState<A>;
  children: (answer: A) => ReactNode;
  lines?: number;
}) {
  const t = useText();
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.isPending) return <Skeleton label={t('kit.loading')} lines={lines} />;
  const problem = asProblem(query.error);
  if (problem.code === 'permission_missing') {
    return <EmptyState kind="forbidden" title={t('kit.forbidden.title')} text={t('kit.forbidden.text')} />;
  }
  return <ProblemView problem={problem} onRetry={() => void query.refetch()} />;
}
