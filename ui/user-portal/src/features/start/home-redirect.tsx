import { GoTo } from '@countersign/ui-kit';

/** The start page is the list of the person's methods. */
export function HomeRedirect() {
  return <GoTo to="/methods" />;
}
