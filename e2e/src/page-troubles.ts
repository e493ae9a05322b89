import type { ConsoleMessage, Page } from 'playwright-core';

/** What a page of ours must never cause. */
export interface PageTroubles {
  readonly cspReports: string[];
  readonly consoleErrors: string[];
  readonly foreignRequests: string[];
}

/** An answer of 401, 403 and the like is part of the conversation; the browser writes it to the console all the same. */
const EXPECTED = /Failed to load resource: the server responded with a status of (4\d\d|503)/;
const POLICY = /Content Security Policy|Trusted ?Type|TrustedHTML|TrustedScript/i;

/** Collects what goes wrong on a page from now on. */
export function watchPage(page: Page, troubles: PageTroubles): void {
  page.on('console', (message) => note(message, troubles));
  page.on('pageerror', (error) => troubles.consoleErrors.push(String(error)));
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.hostname !== 'localhost' && /^(https?|wss?):$/.test(url.protocol)) troubles.foreignRequests.push(url.href);
    if (request.method() === 'POST' && url.pathname.includes('csp')) troubles.cspReports.push(request.postData() ?? '');
  });
}

function note(message: ConsoleMessage, troubles: PageTroubles): void {
  const text = message.text();
  if (POLICY.test(text)) troubles.cspReports.push(text);
  else if (message.type() === 'error' && !EXPECTED.test(text)) troubles.consoleErrors.push(text);
}
