import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useContext, useEffect, useState } from 'react';
import type { RawInput } from './client.ts';
import { ApiContext } from './hooks.ts';
import type { ApiProblem } from './problem.ts';

/** Reads a route of any door by its name, for parts that work without a page's typed hooks. */
export function useRead<A>(route: string, input: RawInput, isEnabled = true): UseQueryResult<A, ApiProblem> {
  const client = useContext(ApiContext);
  return useQuery<A, ApiProblem>({
    queryKey: [route, input],
    queryFn: async ({ signal }) => (await client?.send(route, input, { signal })) as A,
    enabled: isEnabled && client !== undefined,
    placeholderData: keepPreviousData,
  });
}

/** A value as it was when it last stood still for so long. */
export function useLater<V>(value: V, milliseconds: number): V {
  const [later, setLater] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setLater(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return later;
}
