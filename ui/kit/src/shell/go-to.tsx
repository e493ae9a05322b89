import { useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';

/**
 * Goes to another page, without a trace in the history, once: the router's own component goes again whenever it is drawn,
 * also while the way there is under way, and would never arrive on a slow machine.
 */
export function GoTo({ to, search = {} }: { to: string; search?: Record<string, string> }) {
  const navigate = useNavigate();
  // The address changes while we go, and with it what is made of it.
  const [kept] = useState(search);
  useEffect(() => void navigate({ to, search: kept as never, replace: true }), [navigate, to, kept]);
  return null;
}

/** `go('/users')`: goes to another page of the same set. */
export function useGo(): (to: string, search?: Record<string, string>) => void {
  const navigate = useNavigate();
  return (to, search) => void navigate({ to, search: (search ?? {}) as never });
}

/** A parameter of the address of this page: `$userId` in its path. */
export function usePathParameter(name: string): string {
  const params = useParams({ strict: false }) as Record<string, string | undefined>;
  const value = params[name];
  if (value === undefined) throw new Error(`The path of this page has no $${name}.`);
  return value;
}
