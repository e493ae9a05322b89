import type { WebVisitor } from '../src/web-visitor.ts';

const CONSOLE = `/ /users /users/new /users/import /users/00000000-0000-4000-8000-000000000000 /bypasses /blocked /fraud
  /tokens /tokens/import /sign-ins /radius /radius/new /servers /settings /messages /mail /portal-settings /administrators
  /administrators/roles/owner /journal /reports /account /keys /setup /nowhere`;
const PORTAL = `/ /sign-in /help /enroll /enroll/phone /enroll/app /enroll/token /enroll/passkey /methods /methods/add
  /methods/add/phone /methods/add/app /methods/add/token /methods/add/passkey /phones /pin /questions /recovery-codes
  /bypass /preferences /activity /sessions /nowhere`;

/** Every page of the portal. */
export const PORTAL_PAGES: readonly string[] = PORTAL.split(/\s+/);

/** Every page of the console, with one user, sign-in and RADIUS client of those that `visitor` sees. */
export async function consolePages(visitor: WebVisitor): Promise<readonly string[]> {
  const [user, signIn, client] = await Promise.all([
    firstOf(visitor, '/api/users'),
    firstOf(visitor, '/api/sign-ins'),
    firstOf(visitor, '/api/radius/clients'),
  ]);
  const details = [`/users/${user}`, `/users/${user}/edit`, `/sign-ins/${signIn}`, `/radius/clients/${client}`];
  return [...CONSOLE.split(/\s+/), ...details];
}

async function firstOf(visitor: WebVisitor, list: string): Promise<string> {
  const { body } = await visitor.get(list);
  const id = (body as { items: { id: string }[] }).items[0]?.id;
  if (id === undefined) throw new Error(`${list} is empty`);
  return id;
}
