import type { Page } from 'playwright-core';
import { axeViolations } from '../src/axe.ts';
import { Browser, type BrowserOptions } from '../src/browser.ts';

/** What was wrong with a page, in words; nothing: all was right. */
export interface PageAudit {
  /** Where, with the tab after `#`. */
  readonly path: string;
  readonly look: string;
  readonly problems: readonly string[];
}

/** One way of looking at a page. */
export type Look = Required<Pick<BrowserOptions, 'language' | 'theme' | 'width'>>;

/** English and French, light and dark, wide and as narrow as a page may be (WCAG 1.4.10). */
export const LOOKS: readonly Look[] = (['en-GB', 'fr-FR'] as const).flatMap((language) =>
  (['light', 'dark'] as const).flatMap((theme) => [1280, 320].map((width) => ({ language, theme, width }))),
);

/** Looks at every page and each of its tabs in one way: what axe finds, what is too wide, what the policy blocked. */
export async function auditPages(
  origin: string,
  paths: readonly string[],
  look: Look,
  signIn: (browser: Browser) => Promise<void>,
): Promise<readonly PageAudit[]> {
  const browser = await Browser.open(look);
  const name = `${look.language} ${look.theme} ${look.width}`;
  try {
    await signIn(browser);
    const page = await browser.page();
    const audits: PageAudit[] = [];
    for (const path of paths) {
      await page.goto(new URL(path, origin).href);
      await settled(page);
      audits.push({ path, look: name, problems: await problemsOf(page, look) });
      for (const tab of await otherTabs(page)) {
        await page.getByRole('tab', { name: tab, exact: true }).click();
        await page.getByRole('tab', { name: tab, exact: true, selected: true }).waitFor();
        await settled(page);
        audits.push({ path: `${path}#${tab}`, look: name, problems: await problemsOf(page, look) });
      }
    }
    const { cspReports, consoleErrors, foreignRequests } = browser.troubles;
    audits.push({ path: '(all)', look: name, problems: [...cspReports, ...consoleErrors, ...foreignRequests] });
    return audits;
  } finally {
    await browser.close();
  }
}

/** Resolves when the page has its heading and nothing is on its way; without a script of ours, which the policy forbids. */
async function settled(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
}

async function otherTabs(page: Page): Promise<readonly string[]> {
  const names = await page.getByRole('tab', { selected: false }).allTextContents();
  return [...new Set(names)];
}

async function problemsOf(page: Page, look: Look): Promise<readonly string[]> {
  const overflow = await page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  const language = await page.evaluate<string>('document.documentElement.lang');
  const headings = await page.locator('h1').count();
  return [
    ...(await axeViolations(page)),
    ...(overflow > 0 ? [`the page is ${overflow} px wider than the window`] : []),
    ...(look.language.startsWith(language) ? [] : [`the page says it is in ${language}`]),
    ...(headings === 1 ? [] : [`the page has ${headings} headings of the first level`]),
  ];
}
