import type { Browser } from './browser.ts';
import type { Person } from './people.ts';
import { WebVisitor } from './web-visitor.ts';

/** Signs somebody in to a door with password and code, past its pages. @throws when the door does not let them in */
export async function signInAt(origin: string, person: Person): Promise<WebVisitor> {
  const visitor = new WebVisitor(origin);
  const first = await visitor.post('/api/sign-in', { userName: person.name, password: person.password });
  const last = isPrompt(first.body) ? await visitor.post('/api/sign-in/answer', { code: person.device.next() }) : first;
  const { kind } = last.body as { kind?: string };
  if (kind !== 'signed_in') throw new Error(`${origin} did not let ${person.name} in: ${JSON.stringify(last.body)}`);
  return visitor;
}

/** Gives the session of `visitor` to a browser. */
export async function lendSession(browser: Browser, visitor: WebVisitor): Promise<void> {
  const [name = '', value = ''] = visitor.cookie.split('=', 2);
  const cookie = { name, value, url: 'https://localhost/', secure: true, httpOnly: true, sameSite: 'Strict' as const };
  await browser.context.addCookies([cookie]);
}

function isPrompt(body: unknown): boolean {
  return (body as { kind?: string }).kind === 'prompt';
}
