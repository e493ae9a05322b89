import type { Page } from 'playwright-core';

/** Signs in with the password alone, as the page of sign-in does, and goes on at `path`. */
export async function enterPortal(
  page: Page,
  portal: string,
  person: { readonly name: string; readonly password: string },
  path: string,
): Promise<void> {
  await page.goto(`${portal}${portal.endsWith('/') ? '' : '/'}sign-in`);
  const status = await page.evaluate(
    async (body) => {
      const headers = { 'content-type': 'application/json', 'x-requested-by': 'countersign' };
      const answer = await fetch('/api/sign-in', { method: 'POST', headers, body: JSON.stringify(body) });
      return answer.status;
    },
    { userName: person.name, password: person.password },
  );
  if (status !== 200) throw new Error(`the portal answered the password with ${status}`);
  await page.goto(new URL(path, portal).href);
}

/** What the focused element is called; an expression, because the tests know nothing of a page's types. */
const NAME_OF_FOCUS = `[document.activeElement?.getAttribute('aria-label'),
  document.activeElement?.labels?.[0]?.textContent, document.activeElement?.textContent].join(' ')`;

/** Presses Tab until the focus is on what is called `name`, as somebody without a mouse does. */
export async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press('Tab');
    const focused = String(await page.evaluate(NAME_OF_FOCUS));
    if (focused.includes(name)) return;
  }
  throw new Error(`the keyboard never reached "${name}"`);
}
