import { Navigate, useNavigate, useParams } from '@tanstack/react-router';

/** Goes to another page at once, without a trace in the history. */
export function GoTo({ to }: { to: string }) {
  return <Navigate to={to} replace />;
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
