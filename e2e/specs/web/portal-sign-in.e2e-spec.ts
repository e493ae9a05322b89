import { requirePeer } from '@countersign/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { axeViolations } from '../../src/axe.ts';
import { Browser } from '../../src/browser.ts';
import type { Person, PersonOptions } from '../../src/people.ts';
import { Product } from '../../src/product.ts';

const suite = requirePeer('chromium', describe);
const HEADERS = {
  'content-type': 'application/json',
  'x-requested-by': 'countersign',
  'sec-fetch-site': 'same-origin',
};

suite('signing in to the portal', () => {
  let product: Product;
  let browser: Browser;

  beforeAll(async () => {
    product = await Product.start();
  }, 180_000);
  afterAll(async () => await product.remove(), 60_000);
  afterEach(async () => {
    const { troubles } = browser;
    await browser.close();
    expect(troubles).toEqual({ cspReports: [], consoleErrors: [], foreignRequests: [] });
  });

  async function open(language: 'en-GB' | 'fr-FR' = 'en-GB'): Promise<Page> {
    browser = await Browser.open({ language });
    return await browser.page(`${product.file.portal}/sign-in`);
  }

  async function typePassword(page: Page, userName: string, password: string): Promise<void> {
    await page.getByLabel('User name').fill(userName);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  }

  async function arrive(options: PersonOptions = {}): Promise<{ page: Page; person: Person }> {
    const person = await product.addPerson(options);
    const page = await open();
    await typePassword(page, person.name, person.password);
    return { page, person };
  }

  const sessionCookie = async () => (await browser.context.cookies()).find(({ name }) => name === '__Host-por');
  const untilIn = async (page: Page) => await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  const question = (page: Page) => page.getByRole('heading', { level: 1, name: 'One more step' }).waitFor();

  it('takes a password and a code, gives a new session at each step, and ends it', async () => {
    const { page, person } = await arrive();
    await question(page);
    const half = await sessionCookie();
    expect(half).toMatchObject({ secure: true, httpOnly: true, sameSite: 'Strict', path: '/' });
    const reached = await page.evaluate(async () => (await fetch('/api/methods')).status);
    expect(reached).toBe(401);
    // The sixth character sends the code, spaces or not.
    await page.getByLabel('Code', { exact: true }).pressSequentially(person.device.next());
    await untilIn(page);
    const full = await sessionCookie();
    expect(full?.value).not.toBe(half?.value);
    const old = await fetch(`${product.file.portal}/api/session`, {
      headers: { ...HEADERS, cookie: `__Host-por=${half?.value}` },
    });
    expect(old.status).toBe(401);
    const mine = await page.evaluate(async () => (await fetch('/api/session')).json());
    expect(mine).toMatchObject({ userName: person.name, level: 'full' });
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('User name').waitFor();
    expect(await sessionCookie()).toBeUndefined();
    const gone = await fetch(`${product.file.portal}/api/session`, {
      headers: { ...HEADERS, cookie: `__Host-por=${full?.value}` },
    });
    expect(gone.status).toBe(401);
  }, 120_000);

  it('says that a code is wrong, and takes the right one after it', async () => {
    const person = await product.addPerson();
    const page = await open();
    await typePassword(page, person.name, person.password);
    await page.getByLabel('Code', { exact: true }).fill(person.device.wrong());
    await page.getByText('The code was not accepted.').waitFor();
    await page.getByLabel('Code', { exact: true }).fill(person.device.next());
    await untilIn(page);
    const status = await page.evaluate(async () => (await fetch('/api/session')).status);
    expect(status).toBe(200);
  }, 120_000);

  it('sends a text message when that is chosen under "Other ways"', async () => {
    const { page, person } = await arrive({ hasPhone: true });
    await question(page);
    await page.getByRole('button', { name: 'Other ways' }).click();
    await page.getByRole('radio', { name: /Text message to/ }).check();
    await page.getByRole('button', { name: 'Use this way' }).click();
    await page.getByText('We sent a code to').waitFor();
    expect(await page.content()).not.toContain(person.phone);
    const { code } = await product.message(person.phone);
    await page.getByLabel('Code', { exact: true }).fill(`${code.slice(0, 3)} ${code.slice(3)}`);
    await untilIn(page);
  }, 120_000);

  it('shows the same page to an unknown user and to a wrong password', async () => {
    const person = await product.addPerson();
    const seen: string[] = [];
    for (const [name, password] of [
      ['nobody-of-this-name', 'whatever it is'],
      [person.name, 'not the password'],
    ] as const) {
      const page = seen.length === 0 ? await open() : await browser.page(`${product.file.portal}/sign-in`);
      await typePassword(page, name, password);
      await page.getByText('You could not be signed in').waitFor();
      seen.push((await page.getByRole('main').innerText()).trim());
      expect(await axeViolations(page)).toEqual([]);
    }
    expect(seen[1]).toBe(seen[0]);
    expect(await sessionCookie()).toBeUndefined();
  }, 120_000);

  it('leads who has no method to the enrollment, with a session that opens nothing else', async () => {
    const { page } = await arrive({ hasDevice: false });
    await page.waitForURL('**/enroll**');
    const [session, methods] = await page.evaluate(async () =>
      Promise.all(
        ['/api/session', '/api/methods'].map(async (path) => {
          const answer = await fetch(path);
          return answer.ok ? ((await answer.json()) as { level: string }).level : answer.status;
        }),
      ),
    );
    expect(session).toBe('enrolling');
    expect(methods).toBe(401);
  }, 120_000);

  it('speaks French', async () => {
    const page = await open('fr-FR');
    await page.getByRole('heading', { level: 1, name: 'Connexion' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('fr');
    await page.getByRole('link', { name: 'Je n’arrive pas à me connecter' }).click();
    await page.getByRole('heading', { level: 1, name: 'Si vous n’arrivez pas à vous connecter' }).waitFor();
    expect(await axeViolations(page)).toEqual([]);
  }, 120_000);
});
