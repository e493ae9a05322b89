import { administratorsV1 } from '@countersign/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { axeViolations } from '../../src/axe.ts';
import { Browser } from '../../src/browser.ts';
import type { Person } from '../../src/people.ts';
import { Product } from '../../src/product.ts';

const MINUTES = 60_000;

describe('settings in the console', () => {
  let product: Product;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    product = await Product.start();
    const admin = await product.addPerson();
    await product.operator().call(administratorsV1.AdministratorServiceDefinition, 'inviteAdministrator', {
      user: admin.name,
      roleId: 'owner',
      scope: { isEverything: true, groups: [] },
      reason: 'for the tests',
    });
    await product.untilCopied();
    browser = await Browser.open();
    page = await browser.page(`${product.file.console}/api/state`);
    await signIn(page, admin);
  }, 5 * MINUTES);
  afterAll(async () => {
    await browser.close();
    await product.remove();
  }, MINUTES);

  const open = async (path: string, heading: string) => {
    await page.goto(`${product.file.console}${path}`);
    await page.getByRole('heading', { level: 1, name: heading }).waitFor();
  };

  it(
    'says what a setting leads to before it is saved, and keeps what it was',
    async () => {
      await open('/settings', 'Company settings');
      const card = page.locator('#lockout');
      await card.getByLabel(/Denied second factors/).fill('3');
      await card.getByText('After 3 denials within 15 min the account is locked for 15 min.').waitFor();
      await card.getByRole('button', { name: 'Save' }).click();
      await card.getByRole('button', { name: 'Discard changes' }).waitFor({ state: 'detached' });
      expect(await axeViolations(page)).toEqual([]);
      await page.getByRole('tab', { name: 'History' }).click();
      await page.getByText('lockout.denials').first().waitFor();
    },
    2 * MINUTES,
  );

  it(
    'shows texts, mail and the portal, each without anything that axe finds',
    async () => {
      for (const [path, heading] of [
        ['/messages', 'Messages'],
        ['/mail', 'Mail'],
        ['/portal-settings', 'Portal settings'],
      ] as const) {
        await open(path, heading);
        await page.getByRole('button', { name: 'Save' }).first().waitFor();
        expect([path, await axeViolations(page)]).toEqual([path, []]);
      }
    },
    2 * MINUTES,
  );
});

/** As the pages do it: where the sign-in is made is not what is tried here. */
async function signIn(page: Page, person: Person): Promise<void> {
  const steps = await page.evaluate(
    async ({ userName, password, code }) => {
      const send = async (path: string, body: object) => {
        const headers = { 'content-type': 'application/json', 'x-requested-by': 'countersign' };
        const response = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
        return (await response.json()) as { kind?: string };
      };
      const first = await send('/api/sign-in', { userName, password });
      const second = await send('/api/sign-in/answer', { code });
      return [first.kind, second.kind];
    },
    { userName: person.name, password: person.password, code: person.device.next() },
  );
  expect(steps).toEqual(['prompt', 'signed_in']);
}
