import { axeViolations } from '../src/axe.ts';
import { Browser, type BrowserOptions } from '../src/browser.ts';

/** What was wrong with a page, in words; nothing: all was right. */
export interface PageAudit {
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

/** Looks at every page in one way: what axe finds, what is wider than the window, what the policy blocked. */
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
      await page.goto(`${origin}${path}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForFunction('document.querySelector("[aria-busy=true]") === null');
      const overflow = await page.evaluate<number>(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      const language = await page.evaluate<string>('document.documentElement.lang');
      audits.push({
        path,
        look: name,
        problems: [
          ...(await axeViolations(page)),
          ...(overflow > 0 ? [`the page is ${overflow} px wider than the window`] : []),
          ...(look.language.startsWith(language) ? [] : [`the page says it is in ${language}`]),
        ],
      });
    }
    const { cspReports, consoleErrors, foreignRequests } = browser.troubles;
    audits.push({ path: '(all)', look: name, problems: [...cspReports, ...consoleErrors, ...foreignRequests] });
    return audits;
  } finally {
    await browser.close();
  }
}
