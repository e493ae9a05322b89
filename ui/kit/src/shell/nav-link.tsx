import { Link, useLocation } from '@tanstack/react-router';
import type { ReactNode } from 'react';

/** A link of the navigation: marked while its section is open. */
export function NavLink({ to, className, children }: { to: string; className?: string; children: ReactNode }) {
  return (
    <Link
      to={to}
      className={className}
      activeOptions={{ exact: to === '/', includeSearch: false }}
      activeProps={{ 'aria-current': 'page' }}
    >
      {children}
    </Link>
  );
}

/** The path of the page that is open. */
export function useLocationPath(): string {
  return useLocation({ select: (location) => location.pathname });
}
