import { requirePeer } from '@countersign/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { axeViolations } from '../../src/axe.ts';
import { Browser } from '../../src/browser.ts';
import { OathDevice } from '../../src/oath-device.ts';
import { Product } from '../../src/product.ts';
import { WebVisitor } from '../../src/web-visitor.ts';

const suite = requirePeer('chromium', describe);
const MINUTES = 60_000;
const OWNER = { name: 'olga', password: 'correct horse battery staple' };
const NO_TROUBLES = { cspReports: [], consoleErrors: [], foreignRequests: [] };

// One story: each part goes on where the part before it stopped, as the person does.
suite('the first set-up in the browser', () => {
  let product: Product;
  let browser: Browser;
  let page: Page;
  let token: string;
  let device: OathDevice;

  beforeAll(async () => {
    product = await Product.start();
    token = (await product.countersign<{ token: string }>(['setup', 'token'])).token;
    browser = await Browser.open();
    page = await browser.page(`${product.file.console}/`);
  }, 5 * MINUTES);
  afterAll(async () => {
    await browser?.close();
    await product?.remove();
  }, MINUTES);

  const heading = async (name: string) => await page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
  const press = async (name: string) => await page.getByRole('button', { name, exact: true }).click();
  const type = async (label: string, text: string) => await page.getByLabel(label, { exact: true }).fill(text);

  it(
    'is what the sign-in leads to while nobody can sign in',
    async () => {
      await heading('Sign in to the admin console');
      await page.getByRole('link', { name: 'Set up Countersign' }).click();
      await heading('Set up Countersign');
    },
    2 * MINUTES,
  );

  it(
    'refuses a wrong token in words, and goes on with the right one',
    async () => {
      await type('One-time token', 'A'.repeat(43));
      await press('Begin');
      await page.getByRole('alert').getByText('This token is wrong or was used already.').waitFor();
      expect(await axeViolations(page)).toEqual([]);
      await type('One-time token', token);
      await press('Begin');
      await heading('Your company');
    },
    2 * MINUTES,
  );

  it(
    'keeps the company and goes on to the administrator, also after a reload',
    async () => {
      await type('Name of the company', 'Contoso');
      await press('Continue');
      await heading('First administrator');
      await page.goto(`${product.file.console}/setup`);
      await heading('First administrator');
      await page.getByRole('link', { name: 'Company' }).click();
      await heading('Your company');
      expect(await page.getByLabel('Name of the company', { exact: true }).inputValue()).toBe('Contoso');
      await page.getByRole('link', { name: 'First administrator' }).click();
      await heading('First administrator');
    },
    2 * MINUTES,
  );

  it(
    'makes the Owner with an app that has proved itself, and shows recovery codes once',
    async () => {
      await type('User name', OWNER.name);
      await type('Password', OWNER.password);
      await type('The same password again', OWNER.password);
      await press('Continue');
      await page.getByRole('img', { name: 'QR code for the authenticator app' }).waitFor();
      device = OathDevice.fromSecret(await secretOn(page));
      await type('Code from the app', device.wrong());
      await press('Create the administrator');
      await page.getByRole('alert').getByText('The code is not right.').waitFor();
      expect(await axeViolations(page)).toEqual([]);
      await type('Code from the app', device.next());
      await press('Create the administrator');
      const codes = page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
      await codes.first().waitFor();
      expect(new Set(await codes.allInnerTexts()).size).toBe(10);
      await page.getByLabel('I have kept these codes in a safe place').check();
      await press('Continue');
      await heading('Check the installation');
    },
    3 * MINUTES,
  );

  it(
    'lets no other browser in with the token that was used, and says so in French on a phone',
    async () => {
      const other = await Browser.open({ language: 'fr-FR', width: 320 });
      try {
        const theirs = await other.page(`${product.file.console}/setup/checks`);
        await theirs.getByRole('heading', { level: 1, name: 'Configurer Countersign' }).waitFor();
        await theirs.getByLabel('Jeton à usage unique', { exact: true }).fill(token);
        await theirs.getByRole('button', { name: 'Commencer', exact: true }).click();
        await theirs.getByRole('alert').getByText('Ce jeton est faux ou a déjà servi.').waitFor();
        expect(await axeViolations(theirs)).toEqual([]);
        expect(await theirs.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
        const state = await theirs.evaluate(async () => (await fetch('/api/setup')).json());
        expect(state).toMatchObject({ isOpen: true, isAuthorized: false, companyName: '', administrator: '' });
        expect(other.troubles).toEqual(NO_TROUBLES);
      } finally {
        await other.close();
      }
      const stranger = new WebVisitor(product.file.console);
      const company = { name: 'X', language: 'en', timeZone: 'UTC' };
      expect(await stranger.ask('PUT', '/api/setup/company', company)).toMatchObject({ status: 401 });
    },
    2 * MINUTES,
  );

  it(
    'checks the installation, takes a RADIUS client, and ends at a sign-in',
    async () => {
      await page.reload();
      await heading('Check the installation');
      await page.getByText('Works', { exact: true }).first().waitFor();
      await press('Continue');
      await heading('First RADIUS client');
      await type('Name', 'VPN Lyon');
      await type('Address or network', '192.0.2.17');
      await press('Add the client');
      await page.getByRole('heading', { name: 'Shared secret' }).waitFor();
      await page.getByRole('link', { name: 'Continue' }).click();
      await heading('Ready');
      await page.getByText('VPN Lyon').waitFor();
      const isClosed = page.waitForResponse(
        async (answer) => answer.url().endsWith('/api/setup') && /"isOpen":false/.test(await answer.text()),
      );
      await press('Finish and sign in');
      await heading('Sign in to the admin console');
      await isClosed;
      expect(await page.getByRole('link', { name: 'Set up Countersign' }).count()).toBe(0);
    },
    3 * MINUTES,
  );

  it(
    'leaves an Owner who signs in at the console and may do everything',
    async () => {
      await type('User name', OWNER.name);
      await type('Password', OWNER.password);
      await press('Sign in');
      await heading('One more step');
      await page.getByLabel('Code', { exact: true }).fill(device.next());
      await heading('Status');
      const me = await page.evaluate(async () => (await fetch('/api/session')).json());
      expect(me).toMatchObject({ userName: OWNER.name, level: 'full', role: 'owner', groups: null });
      await page.goto(`${product.file.console}/administrators`);
      await page.getByRole('main').getByText(OWNER.name, { exact: true }).first().waitFor();
      expect(browser.troubles).toEqual(NO_TROUBLES);
    },
    3 * MINUTES,
  );

  it(
    'is closed for ever',
    async () => {
      await page.goto(`${product.file.console}/setup`);
      await page.getByText('This installation is set up already').waitFor();
      const visitor = new WebVisitor(product.file.console);
      expect((await visitor.get('/api/setup')).body).toMatchObject({ isOpen: false, isAuthorized: false });
      const company = { name: 'X', language: 'en', timeZone: 'UTC' };
      const answers = [
        await visitor.post('/api/setup/token', { token }),
        await visitor.ask('PUT', '/api/setup/company', company),
        await visitor.post('/api/setup/authenticator', { userName: 'eve' }),
        await visitor.post('/api/setup/checks'),
        await visitor.post('/api/setup/complete'),
      ];
      expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
      expect((await product.refusal(['setup', 'token'])).code).toBe('not_allowed');
    },
    2 * MINUTES,
  );
});

/** The key for the app, as the page shows it beside the QR code. */
async function secretOn(page: Page): Promise<string> {
  const text = await page.getByText(/^(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}$/).innerText();
  return text.replaceAll(' ', '');
}
