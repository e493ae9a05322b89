import {
  keepPreviousData,
  type QueryFunctionContext,
  type UseMutationResult,
  type UseQueryResult,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { createContext, useContext, useMemo, useRef } from 'react';
import { isByItself } from './background.ts';
import {
  type ApiAnswer,
  type ApiClient,
  type ApiInput,
  type ApiTable,
  type CallOptions,
  newIdempotencyKey,
  type RawInput,
  type ReadRoute,
  type WriteRoute,
} from './client.ts';
import { type ApiProblem, asProblem } from './problem.ts';

/** The client of the pages, see {@link apiHooks}. */
export const ApiContext = createContext<ApiClient | undefined>(undefined);

function useClient(): ApiClient {
  const client = useContext(ApiContext);
  if (!client) throw new Error('There is no ApiContext above this component.');
  return client;
}

type Call<T> = <K extends keyof T & string>(
  route: K,
  input: ApiInput<T[K]>,
  options?: CallOptions,
) => Promise<ApiAnswer<T[K]>>;

/** When to ask and how often. */
export interface QueryChoice {
  readonly isEnabled?: boolean;
  readonly everyMilliseconds?: number | false;
  /** Old rows stay visible while other ones are fetched. */
  readonly keepsPrevious?: boolean;
}

/** What a change does besides being made. */
export interface MutationChoice {
  /** Routes whose answers are old afterwards; without it everything that is shown is read again. */
  readonly invalidates?: readonly string[];
}

/** A list as {@link DataTable} takes it: what was fetched so far and how to fetch more. */
export interface ApiList<Row> {
  readonly rows: readonly Row[];
  readonly total: number | undefined;
  readonly isLoading: boolean;
  readonly isFetching: boolean;
  readonly hasMore: boolean;
  readonly problem: ApiProblem | undefined;
  fetchMore(): void;
  reload(): void;
}

type RowOf<A> = A extends { items: readonly (infer Row)[] } ? Row : never;

/** The hooks of one door. Each set of pages makes them once: `export const { useApi, ... } = apiHooks<ConsoleApi>()`. */
export function apiHooks<T extends ApiTable<T>>() {
  /** The typed client itself, for calls outside of rendering. */
  function useApi(): { call: Call<T> } {
    const client = useClient();
    return useMemo(() => ({ call: ((r, i, o) => client.send(r, i as RawInput, o)) as Call<T> }), [client]);
  }

  /** Reads a route; shown again from the store while it is read anew. */
  function useApiQuery<K extends ReadRoute<T>>(
    route: K,
    input: ApiInput<T[K]>,
    choice: QueryChoice = {},
  ): UseQueryResult<ApiAnswer<T[K]>, ApiProblem> {
    const client = useClient();
    return useQuery<ApiAnswer<T[K]>, ApiProblem>({
      queryKey: [route, input],
      queryFn: async (context) =>
        (await client.send(route, input as RawInput, optionsOf(context, choice))) as ApiAnswer<T[K]>,
      enabled: choice.isEnabled ?? true,
      refetchInterval: choice.everyMilliseconds ?? false,
      placeholderData: choice.keepsPrevious ? keepPreviousData : undefined,
    });
  }

  /** Reads a list page by page as it is scrolled. */
  function useApiList<K extends ReadRoute<T>>(
    route: K,
    input: ApiInput<T[K]>,
    choice: QueryChoice = {},
  ): ApiList<RowOf<ApiAnswer<T[K]>>> {
    const client = useClient();
    return useListOf<RowOf<ApiAnswer<T[K]>>>(client, route, input as RawInput, choice);
  }

  /** Changes something. A retry of the same input carries the same idempotency key. */
  function useApiMutation<K extends WriteRoute<T>>(
    route: K,
    choice: MutationChoice = {},
  ): UseMutationResult<ApiAnswer<T[K]>, ApiProblem, ApiInput<T[K]>> {
    const client = useClient();
    return useChange<ApiAnswer<T[K]>, ApiInput<T[K]>>(client, route, choice);
  }

  return { useApi, useApiQuery, useApiList, useApiMutation };
}

function optionsOf({ client, queryKey, signal }: QueryFunctionContext, choice: QueryChoice): CallOptions {
  if (!choice.everyMilliseconds) return { signal };
  return { signal, isBackground: isByItself(client.getQueryState(queryKey)) };
}

function useChange<A, I>(
  client: ApiClient,
  route: string,
  choice: MutationChoice,
): UseMutationResult<A, ApiProblem, I> {
  const queries = useQueryClient();
  const tried = useRef<{ input: string; key: string } | undefined>(undefined);
  return useMutation<A, ApiProblem, I>({
    mutationFn: async (input) => {
      const text = JSON.stringify(input ?? {});
      if (tried.current?.input !== text) tried.current = { input: text, key: newIdempotencyKey() };
      const answer = await client.send(route, (input ?? {}) as RawInput, { idempotencyKey: tried.current.key });
      tried.current = undefined;
      return answer as A;
    },
    onSuccess: async () => {
      const old = choice.invalidates;
      await queries.invalidateQueries(old ? { predicate: (q) => old.includes(String(q.queryKey[0])) } : {});
    },
  });
}

interface ListPage<Row> {
  readonly items: readonly Row[];
  readonly next: string | null;
  readonly total?: number;
}

function useListOf<Row>(client: ApiClient, route: string, input: RawInput, choice: QueryChoice): ApiList<Row> {
  const result = useInfiniteQuery({
    queryKey: [route, input, 'list'],
    queryFn: async (context) => {
      const { pageParam } = context;
      const query = { limit: 100, ...input.query, cursor: pageParam || undefined };
      return (await client.send(route, { ...input, query }, optionsOf(context, choice))) as ListPage<Row>;
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
    enabled: choice.isEnabled ?? true,
    refetchInterval: choice.everyMilliseconds ?? false,
    placeholderData: choice.keepsPrevious === false ? undefined : keepPreviousData,
  });
  const rows = useMemo(() => result.data?.pages.flatMap((page) => page.items) ?? [], [result.data]);
  return {
    rows,
    total: result.data?.pages[0]?.total,
    isLoading: result.isPending,
    isFetching: result.isFetching,
    hasMore: result.hasNextPage,
    problem: result.error ? asProblem(result.error) : undefined,
    fetchMore: () => {
      if (result.hasNextPage && !result.isFetchingNextPage) void result.fetchNextPage();
    },
    reload: () => void result.refetch(),
  };
}
