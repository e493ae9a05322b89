import { createSocket } from 'node:dgram';
import { administratorsV1 } from '@countersign/contracts';
import { createAccessRequest, SharedSecret } from '@countersign/radius';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { axeViolations } from '../../src/axe.ts';
import { Browser } from '../../src/browser.ts';
import { eventually } from '../../src/eventually.ts';
import { oneTimeCode, toBase32 } from '../../src/oath-device.ts';
import type { Person } from '../../src/people.ts';
import { Product } from '../../src/product.ts';

const STRANGER = '127.0.0.77';
const MINUTES = 60_000;
const SEED = Buffer.from('12345678901234567890');

describe('RADIUS clients and tokens in the console', () => {
  let product: Product;
  let browser: Browser;
  let page: Page;
  let admin: Person;
  let alice: Person;
  let secret = '';

  beforeAll(async () => {
    product = await Product.start();
    admin = await product.addPerson();
    alice = await product.addPerson();
    await product.operator().call(administratorsV1.AdministratorServiceDefinition, 'inviteAdministrator', {
      user: admin.name,
      roleId: 'owner',
      scope: { isEverything: true, groups: [] },
      reason: 'for the tests',
    });
    await product.untilCopied();
    browser = await Browser.open();
    // A document of the same origin without any page on it: where the sign-in is made is not what is tried here.
    page = await browser.page(`${product.file.console}/api/state`);
    await signIn(page, admin);
  }, 5 * MINUTES);
  afterAll(async () => {
    await browser.close();
    await product.remove();
  }, MINUTES);

  const open = async (path: string, heading: string | RegExp) => {
    await page.goto(`${product.file.console}${path}`);
    await page.getByRole('heading', { level: 1, name: heading }).waitFor();
  };
  /** Sends one request from an address and waits for nothing. */
  const knock = async (from: string, given: string) => {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve) => socket.bind({ address: from, port: 0 }, resolve));
    const packet = createAccessRequest({
      identifier: 1,
      secret: SharedSecret.fromText(given),
      userName: alice.name,
      password: 'whatever',
    });
    await new Promise((resolve) =>
      socket.send(packet.octets, product.file.radius.authentication[0]?.port ?? 0, '127.0.0.1', resolve),
    );
    socket.close();
  };

  it(
    'shows who sends without being a client, and makes a client of it with a secret that is shown once',
    async () => {
      await open('/radius', 'RADIUS clients');
      await knock(STRANGER, 'any secret at all');
      await page.getByRole('link', { name: `Add ${STRANGER} as client` }).click();
      await page.getByRole('heading', { level: 1, name: 'Add a client' }).waitFor();
      expect(await page.getByLabel('Address or network').inputValue()).toBe(STRANGER);
      expect(await axeViolations(page)).toEqual([]);
      await page.getByLabel('Name', { exact: true }).fill('New VPN');
      await page.getByRole('button', { name: 'Add the client' }).click();
      secret = (await page.getByRole('status', { name: 'Shared secret' }).textContent()) ?? '';
      expect(secret).toMatch(/^[\w-]{32}$/);
      expect(await axeViolations(page)).toEqual([]);
      const nas = await product.nas(STRANGER, secret);
      await eventually('the gateways know the client', async () => {
        const reply = await nas.ask({ userName: alice.name, password: alice.password });
        return reply.kind === 'challenge';
      });
    },
    2 * MINUTES,
  );

  it(
    'tests the client for real, and names a secret that is another one',
    async () => {
      await page.getByRole('link', { name: 'Test New VPN' }).click();
      await page.getByLabel('User name').fill(alice.name);
      await page.getByLabel('Password').fill(alice.password);
      await page.getByRole('button', { name: 'Send the request' }).click();
      await page.getByText(/The answer is Access-(Challenge|Accept)/).waitFor();
      expect(await axeViolations(page)).toEqual([]);
      await page.getByLabel('Secret as set on the device').fill('not the stored secret');
      await page.getByRole('button', { name: 'Send the request' }).click();
      await page.getByText('The secret you typed is not the one stored.').waitFor();
      expect(await page.locator('main').textContent()).not.toContain(secret);
    },
    2 * MINUTES,
  );

  it(
    'names a wrong secret of the device, and shows its packet without the password',
    async () => {
      await knock(STRANGER, 'a mistyped secret');
      await page.getByText(/fails? the signature/).waitFor();
      await page.getByRole('tab', { name: 'Packets' }).click();
      await page.getByText('Wrong secret').first().waitFor();
      await page.getByRole('button', { name: 'Details' }).first().click();
      await page.getByText('User-Password = ••••••').waitFor();
      expect(await axeViolations(page)).toEqual([]);
      await page.keyboard.press('Escape');
      // A secret is written only: nothing that the page can ask for holds it.
      const answer = await page.evaluate(async () => await (await fetch('/api/radius/clients')).text());
      expect(answer).not.toContain(secret);
    },
    2 * MINUTES,
  );

  it(
    'imports tokens after a plan, leaving out the bad line, and brings one back in step',
    async () => {
      await open('/tokens/import', 'Import tokens');
      const seed = toBase32(SEED);
      const lines = [
        'serial_number,secret,interval,type,user_name',
        `E2E-1,${seed},30,totp,${alice.name}`,
        `E2E-2,${seed},30,totp,`,
        'E2E-3,not base32!,30,totp,',
      ];
      const buffer = Buffer.from(lines.join('\n'));
      await page.getByLabel('File').setInputFiles({ name: 'tokens.csv', mimeType: 'text/csv', buffer });
      await page.getByRole('button', { name: 'Make a plan' }).click();
      await page.getByText('1 line has a problem').waitFor();
      expect(await axeViolations(page)).toEqual([]);
      await page.getByRole('button', { name: /Import the 2 good ones/ }).click();
      await page.getByText('2 tokens were imported.').waitFor();
      await open('/tokens?search=E2E-1', 'OATH tokens');
      await page.getByRole('button', { name: 'Actions for E2E-1' }).click();
      await page.getByRole('menuitem', { name: 'Find the clock again' }).click();
      const step = Math.floor(Date.now() / 30_000) + 4;
      const resync = async () => {
        await page.getByLabel('First code').fill(oneTimeCode(SEED, step));
        await page.getByLabel('Next code').fill(oneTimeCode(SEED, step + 1));
        await page.getByRole('button', { name: 'Find again' }).click();
      };
      await resync();
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
      await page.getByRole('button', { name: 'Actions for E2E-1' }).click();
      await page.getByRole('menuitem', { name: 'Find the clock again' }).click();
      await resync();
      await page.getByText('These codes were used already.').waitFor();
      expect(await axeViolations(page)).toEqual([]);
      await page.keyboard.press('Escape');
    },
    2 * MINUTES,
  );

  it(
    'speaks French, and works with the keyboard alone',
    async () => {
      await open('/radius', 'RADIUS clients');
      await page.getByRole('button', { name: 'Français' }).click();
      await page.getByRole('heading', { level: 1, name: 'Clients RADIUS' }).waitFor();
      expect(await axeViolations(page)).toEqual([]);
      await page.getByRole('link', { name: 'New VPN' }).focus();
      await page.keyboard.press('Enter');
      const tab = page.getByRole('tab', { name: 'Réglages' });
      await tab.focus();
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Nouveau secret' }).waitFor();
      await page.getByRole('button', { name: 'Nouveau secret' }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('dialog', { name: 'Nouveau secret pour New VPN' }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
      expect(browser.troubles).toEqual({ cspReports: [], consoleErrors: [], foreignRequests: [] });
    },
    2 * MINUTES,
  );

  it(
    'fits on a small phone in the dark',
    async () => {
      await page.setViewportSize({ width: 320, height: 800 });
      await page.emulateMedia({ colorScheme: 'dark' });
      await open('/radius', 'Clients RADIUS');
      await page.getByRole('link', { name: 'New VPN' }).click();
      await page.getByRole('heading', { level: 1, name: 'New VPN' }).waitFor();
      for (const tab of ['Réglages', 'Secret', 'Paquets', 'Test', 'Recettes']) {
        await page.getByRole('tab', { name: tab }).click();
        await page.getByRole('tabpanel', { name: tab }).waitFor();
        expect([tab, await axeViolations(page)]).toEqual([tab, []]);
        expect(await page.locator('main').evaluate((main) => main.scrollWidth <= main.clientWidth)).toBe(true);
      }
      expect(browser.troubles).toEqual({ cspReports: [], consoleErrors: [], foreignRequests: [] });
    },
    2 * MINUTES,
  );
});

/** Signs in as the page does, from inside of the page: the session's cookie then belongs to the browser. */
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
