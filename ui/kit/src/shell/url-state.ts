import { useNavigate, useSearch } from '@tanstack/react-router';

/** Strings in the query of the address: filter, sort, tab, step (R1). Values that equal their default are left out of it. */
export function useUrlState<S extends Record<string, string>>(defaults: S): [S, (change: Partial<S>) => void] {
  const search = useSearch({ strict: false }) as Record<string, unknown>;
  const navigate = useNavigate();
  const state = Object.fromEntries(
    Object.entries(defaults).map(([name, value]) => [name, search[name] === undefined ? value : String(search[name])]),
  ) as S;
  const change = (values: Partial<S>) => {
    const next = { ...search, ...values };
    const kept = Object.entries(next).filter(([name, value]) => value !== undefined && value !== defaults[name]);
    void navigate({ to: '.', search: Object.fromEntries(kept) as never, replace: true, resetScroll: false });
  };
  return [state, change];
}
