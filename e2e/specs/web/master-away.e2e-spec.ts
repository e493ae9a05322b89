import { administratorsV1 } from '@countersign/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { Browser } from '../../src/browser.ts';
import { aName, type Person } from '../../src/people.ts';
import { Product } from '../../src/product.ts';
import { lendSession, signInAt } from '../../src/web-person.ts';
import type { WebVisitor } from '../../src/web-visitor.ts';

const MINUTES = 60_000;

let product: Product;
let owner: Person;
let person: Person;

beforeAll(async () => {
  product = await Product.start();
  owner = await product.addPerson();
  person = await product.addPerson();
  await product.operator().call(administratorsV1.AdministratorServiceDefinition, 'inviteAdministrator', {
    user: owner.name,
    roleId: 'owner',
    scope: { isEverything: true, groups: [] },
    reason: 'for the tests',
  });
  await product.untilCopied();
}, 4 * MINUTES);

afterAll(async () => {
  await product?.remove();
}, MINUTES);

/** One page of each door, in each language, with a form that the master is needed for (R6). */
describe('while the master is away', () => {
  const browsers: Browser[] = [];
  const name = aName('newcomer');
  let visitor: WebVisitor;
  let form: Page;
  let settings: Page;

  beforeAll(async () => {
    visitor = await signInAt(product.file.console, owner);
    form = await aPage(product.file.console, visitor, 'en-GB', '/users/new');
    await form.getByLabel('User name', { exact: true }).fill(name);
    settings = await aPage(product.file.portal, await signInAt(product.file.portal, person), 'fr-FR', '/preferences');
    await product.stack.stop('pg-1');
  }, 2 * MINUTES);

  afterAll(async () => {
    for (const browser of browsers) await browser.close();
  }, MINUTES);

  const aPage = async (door: string, session: WebVisitor, language: 'en-GB' | 'fr-FR', path: string) => {
    const browser = await Browser.open({ language });
    browsers.push(browser);
    await lendSession(browser, session);
    const page = await browser.page(`${new URL(door).origin}${path}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    return page;
  };

  it(
    'says so on every page, in the language of the person',
    async () => {
      await form.getByText(/^The master server .+ is offline\.$/).waitFor();
      await settings.getByText(/^Le serveur maître .+ est hors ligne\.$/).waitFor();
    },
    MINUTES,
  );

  it(
    'keeps what was typed, says why it cannot be saved, and lets the control be reached',
    async () => {
      expect(await form.getByLabel('User name', { exact: true }).inputValue()).toBe(name);
      const save = form.getByRole('button', { name: 'Save', exact: true });
      expect(await save.getAttribute('aria-disabled')).toBe('true');
      await save.focus();
      expect(await save.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(true);
    },
    MINUTES,
  );

  it(
    'refuses a change that is sent past the page',
    async () => {
      const answer = await visitor.post('/api/users', { userName: name });
      expect(answer).toMatchObject({ status: 503, body: { code: 'master_offline' } });
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    },
    MINUTES,
  );

  it(
    'still signs people in',
    async () => {
      const another = await signInAt(product.file.portal, person);
      expect((await another.get('/api/methods')).status).toBe(200);
    },
    MINUTES,
  );

  it(
    'goes on by itself once the master is back, without a reload',
    async () => {
      await product.stack.start('pg-1');
      await form.getByText(/^The master server .+ is offline\.$/).waitFor({ state: 'detached' });
      await settings.getByText(/^Le serveur maître .+ est hors ligne\.$/).waitFor({ state: 'detached' });
      await form.getByRole('button', { name: 'Save', exact: true }).click();
      await form.getByRole('heading', { level: 1, name }).waitFor();
      for (const { troubles } of browsers) {
        expect(troubles).toEqual({ cspReports: [], consoleErrors: [], foreignRequests: [] });
      }
    },
    2 * MINUTES,
  );
});
