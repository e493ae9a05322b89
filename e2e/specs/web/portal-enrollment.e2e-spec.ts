import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { axeViolations } from '../../src/axe.ts';
import { Browser, type BrowserOptions } from '../../src/browser.ts';
import { OathDevice } from '../../src/oath-device.ts';
import { aPhone, type Person } from '../../src/people.ts';
import { enterPortal, tabTo } from '../../src/portal-person.ts';
import { Product } from '../../src/product.ts';

const PATIENCE = 240_000;
const NO_TROUBLES = { cspReports: [], consoleErrors: [], foreignRequests: [] };

/** What reaches over the right edge; an expression, because the tests know nothing of a page's types. */
const TOO_WIDE = `[...document.querySelectorAll('body *')]
  .filter((each) => each.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .map((each) => each.tagName + ' ' + each.className + ' ' + each.textContent.slice(0, 40))`;

describe('somebody with a password only', () => {
  let product: Product;
  const browsers: Browser[] = [];
  beforeAll(async () => {
    product = await Product.start();
  }, PATIENCE);
  afterAll(async () => {
    for (const browser of browsers) await browser.close();
    await product?.remove();
  }, PATIENCE);

  /** A new person in a browser of their own, on the page where the first method is chosen. */
  const newcomer = async (options: BrowserOptions = {}, path = '/enroll'): Promise<Newcomer> => {
    const person = await product.addPerson({ hasDevice: false });
    const browser = await Browser.open(options);
    browsers.push(browser);
    const page = await browser.page();
    await enterPortal(page, product.file.portal, person, path);
    return { person, browser, page };
  };
  const methodsOf = async (person: Person): Promise<readonly unknown[]> =>
    await product.query('pg-1', 'SELECT kind, state FROM authenticators WHERE user_id = $1 ORDER BY id', [person.id]);

  it(
    'sets up a code app by keyboard alone, keeps recovery codes, and finds both among their methods',
    async () => {
      const { person, browser, page } = await newcomer();
      await page.getByRole('heading', { level: 1, name: 'Protect your sign-in' }).waitFor();
      expect(await axeViolations(page)).toEqual([]);
      await tabTo(page, 'Set up a code app');
      await page.keyboard.press('Enter');
      const device = OathDevice.fromSecret(await shownSecret(page));
      expect(await axeViolations(page)).toEqual([]);
      // The secret is the same after a reload, and nothing counts yet.
      await page.reload();
      expect(OathDevice.fromSecret(await shownSecret(page)).seed).toEqual(device.seed);
      expect(await methodsOf(person)).toEqual([]);
      await page.getByLabel('Code', { exact: true }).focus();
      await page.keyboard.type(device.now());
      await tabTo(page, 'Confirm');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: 'Done' }).waitFor();
      expect(await methodsOf(person)).toEqual([{ kind: 'totp', state: 'active' }]);
      expect(await axeViolations(page)).toEqual([]);
      await page.getByRole('link', { name: 'Make recovery codes' }).click();
      await page.getByRole('button', { name: 'Make recovery codes' }).click();
      const codes = page.getByRole('list', { name: /recovery codes/i }).getByRole('listitem');
      await codes.first().waitFor();
      expect(await codes.count()).toBe(10);
      expect(await axeViolations(page)).toEqual([]);
      await page.goto(new URL('/methods', product.file.portal).href);
      await page.getByText('10 codes left').waitFor();
      expect(await axeViolations(page)).toEqual([]);
      expect(browser.troubles).toEqual(NO_TROUBLES);
    },
    PATIENCE,
  );

  it(
    'sets up a text message in French on a narrow screen; a wrong code is told in words',
    async () => {
      const { person, browser, page } = await newcomer({ language: 'fr-FR', width: 320 }, '/enroll/phone');
      const phone = aPhone();
      await page.getByRole('textbox').first().waitFor();
      expect(await axeViolations(page)).toEqual([]);
      await page.getByRole('textbox', { name: /téléphone/i }).fill(phone);
      await page.getByRole('button', { name: /code/i }).first().click();
      const { code } = await product.message(phone);
      const field = page.getByLabel('Code', { exact: true });
      await field.fill(code === '111222' ? '222333' : '111222');
      await page.getByRole('alert').filter({ hasText: /code/i }).waitFor();
      expect(await methodsOf(person)).toEqual([]);
      await field.fill(code);
      await page.waitForURL('**/enroll/done**');
      expect(await methodsOf(person)).toEqual([{ kind: 'phone', state: 'active' }]);
      expect(await page.evaluate(TOO_WIDE)).toEqual([]);
      expect(await axeViolations(page)).toEqual([]);
      expect(browser.troubles).toEqual(NO_TROUBLES);
    },
    PATIENCE,
  );

  it(
    'sets up a passkey, and needs another method to remove the one that was proved last',
    async () => {
      const { person, browser, page } = await newcomer({ theme: 'dark' }, '/enroll/passkey');
      await browser.virtualAuthenticator(page);
      await page.getByRole('button', { name: 'Create the passkey' }).click();
      await page.getByRole('heading', { level: 1, name: 'Done' }).waitFor();
      expect(await methodsOf(person)).toEqual([{ kind: 'passkey', state: 'active' }]);
      expect(await axeViolations(page)).toEqual([]);
      await page.goto(new URL('/methods/add/app', product.file.portal).href);
      const device = OathDevice.fromSecret(await shownSecret(page));
      await page.getByLabel('Code', { exact: true }).fill(device.now());
      await page.getByRole('button', { name: 'Confirm' }).click();
      await page.waitForURL('**/methods/add/done**');
      // The passkey was proved a moment ago, so the app may go with it; the passkey itself may not.
      const answers = await page.evaluate(removeEverything);
      expect(answers).toEqual([
        ['passkey', 403, 'proof_required'],
        ['totp', 204, ''],
        ['passkey', 409, 'not_allowed'],
      ]);
      expect(await methodsOf(person)).toEqual([{ kind: 'passkey', state: 'active' }]);
      expect(browser.troubles).toEqual(NO_TROUBLES);
    },
    PATIENCE,
  );
});

interface Newcomer {
  readonly person: Person;
  readonly browser: Browser;
  readonly page: Page;
}

async function shownSecret(page: Page): Promise<string> {
  const link = page.getByRole('link', { name: 'Open the app on this phone' });
  await link.waitFor();
  return new URL((await link.getAttribute('href')) ?? '').searchParams.get('secret') ?? '';
}

/** Runs in the page: tries to remove the passkey, then the app, then the passkey again. */
async function removeEverything(): Promise<readonly (readonly [kind: string, status: number, code: string])[]> {
  const headers = { 'content-type': 'application/json', 'x-requested-by': 'countersign' };
  const { active } = (await (await fetch('/api/methods')).json()) as { active: { id: string; kind: string }[] };
  const answers: [string, number, string][] = [];
  for (const kind of ['passkey', 'totp', 'passkey']) {
    const id = active.find((each) => each.kind === kind)?.id ?? '';
    const answer = await fetch(`/api/methods/${id}`, { method: 'DELETE', headers });
    const { code } = answer.status === 204 ? { code: '' } : ((await answer.json()) as { code: string });
    answers.push([kind, answer.status, code]);
  }
  return answers;
}
