import { administratorsV1, operationsV1, usersV1 } from '@countersign/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { axeViolations } from '../../src/axe.ts';
import { Browser } from '../../src/browser.ts';
import { eventually } from '../../src/eventually.ts';
import type { Person } from '../../src/people.ts';
import { Product } from '../../src/product.ts';

const MINUTES = 60_000;
const HOUR = 3_600_000;
const users = usersV1.UserAdministrationServiceDefinition;
const status = operationsV1.StatusServiceDefinition;

/** How somebody is refused, and how the help desk reads it in both languages. */
interface Refusal {
  readonly name: string;
  readonly reason: string;
  readonly en: { readonly cause: string; readonly next: string };
  readonly fr: { readonly cause: string; readonly next: string };
  readonly make: () => Promise<Person>;
}

describe('the console of a help desk', () => {
  let product: Product;
  let browser: Browser;
  let french: Browser;
  let page: Page;
  let admin: Person;
  let refused: ReadonlyMap<string, Person>;

  const refusals: readonly Refusal[] = [
    {
      name: 'a wrong password',
      reason: 'password_wrong',
      en: { cause: 'The password was wrong.', next: 'Ask the person to type the password again' },
      fr: { cause: 'Le mot de passe était faux.', next: 'Demandez de retaper le mot de passe' },
      make: async () => await attempt(await product.addPerson(), 'not the password'),
    },
    {
      name: 'a disabled user',
      reason: 'user_disabled',
      en: { cause: 'The user is disabled.', next: 'Enable the user' },
      fr: { cause: 'L’utilisateur est désactivé.', next: 'Réactivez-le' },
      make: async () => await attempt(await product.addPerson({ isDisabled: true })),
    },
    {
      name: 'a blocked user',
      reason: 'user_blocked',
      en: { cause: 'The user is blocked.', next: 'See who blocked the user' },
      fr: { cause: 'L’utilisateur est bloqué.', next: 'Voyez qui l’a bloqué' },
      make: async () => {
        const person = await product.addPerson();
        const request = { user: person.name, reason: 'lost laptop', durationSeconds: 3_600 };
        await product.operator().call(users, 'blockUser', request);
        return await attempt(person);
      },
    },
    {
      name: 'no method',
      reason: 'no_usable_method',
      en: { cause: 'The user has no method that this application allows.', next: 'Have the person enroll' },
      fr: { cause: 'L’utilisateur n’a aucune méthode que cette application accepte.', next: 'Faites-le s’inscrire' },
      make: async () => await attempt(await product.addPerson({ hasDevice: false })),
    },
  ];

  beforeAll(async () => {
    product = await Product.start();
    admin = await product.addPerson();
    const scope = { isEverything: true, groups: [] };
    const invitation = { user: admin.name, roleId: 'owner', scope, reason: 'for the tests' };
    const administrators = administratorsV1.AdministratorServiceDefinition;
    await product.operator().call(administrators, 'inviteAdministrator', invitation);
    await product.untilCopied();
    const made = new Map<string, Person>();
    for (const { reason, make } of refusals) made.set(reason, await make());
    refused = made;
    browser = await Browser.open();
    french = await Browser.open({ language: 'fr-FR' });
    page = await browser.page(`${product.file.console}/api/state`);
    await signIn(page, admin);
  }, 5 * MINUTES);
  afterAll(async () => {
    await browser?.close();
    await french?.close();
    await product?.remove();
  }, MINUTES);

  /** One packet of a VPN; what the answer is, is for the test to look up. */
  const attempt = async (person: Person, password = person.password): Promise<Person> => {
    const nas = await product.nas();
    await nas.ask({ userName: person.name, password, attributes: ['Calling-Station-Id=203.0.113.7'] });
    return person;
  };
  const open = async (on: Page, path: string, heading: string | RegExp) => {
    await on.goto(`${product.file.console}${path}`);
    await on.getByRole('heading', { level: 1, name: heading }).waitFor();
  };
  /** Rows of the list before stay until the filtered ones are there, so the name decides. */
  const rowOf = (on: Page, { name }: Person) => on.getByRole('row').filter({ hasText: name }).first();
  const personOf = (reason: string): Person => {
    const person = refused.get(reason);
    if (person === undefined) throw new Error(`nobody was refused for ${reason}`);
    return person;
  };

  it(
    'finds why somebody was refused in two clicks, in English',
    async () => {
      for (const { reason, en } of refusals) {
        // From the start page: the section, a name typed, and the time of the attempt.
        await open(page, '/', 'Status');
        await page.getByRole('link', { name: 'Sign-ins', exact: true }).click();
        await page.getByRole('searchbox', { name: /User/ }).fill(personOf(reason).name);
        await page.getByText(en.cause).last().waitFor();
        await rowOf(page, personOf(reason)).locator('a[href^="/sign-ins/"]').click();
        await page.getByRole('heading', { level: 1, name: `Sign-in of ${personOf(reason).name}` }).waitFor();
        await page.getByText(en.cause).first().waitFor();
        await page.getByText(en.next).waitFor();
        await page.getByText(/Packet from 127\.0\.0\.1 .*received by gateway/).waitFor();
        await page.getByText('Reply sent: refused').waitFor();
      }
      expect(await axeViolations(page)).toEqual([]);
    },
    3 * MINUTES,
  );

  it(
    'finds it in French as well',
    async () => {
      const page2 = await french.page(`${product.file.console}/api/state`);
      await signIn(page2, admin);
      for (const { reason, fr } of refusals) {
        await open(page2, '/', 'État');
        await page2.getByRole('link', { name: 'Connexions', exact: true }).click();
        await page2.getByRole('searchbox', { name: /Utilisateur/ }).fill(personOf(reason).name);
        await page2.getByText(fr.cause).last().waitFor();
        await rowOf(page2, personOf(reason)).locator('a[href^="/sign-ins/"]').click();
        await page2.getByText(fr.next).waitFor();
        await page2.getByText('Réponse envoyée : refusée').waitFor();
      }
      expect(await axeViolations(page2)).toEqual([]);
      expect(french.troubles).toEqual({ cspReports: [], consoleErrors: [], foreignRequests: [] });
    },
    3 * MINUTES,
  );

  it(
    'unblocks a user, who may then sign in',
    async () => {
      const { name } = personOf('user_blocked');
      await open(page, '/blocked', 'Blocked users');
      await page.getByText('lost laptop').waitFor();
      expect(await axeViolations(page)).toEqual([]);
      await page.getByRole('button', { name: new RegExp(name) }).click();
      await page.getByRole('menuitem', { name: 'Unblock' }).click();
      await page.getByRole('dialog').getByLabel('Reason').fill('laptop found');
      await page.getByRole('dialog').getByRole('button', { name: 'Unblock' }).click();
      await page.getByText('Nobody is blocked').waitFor();
      const nas = await product.nas();
      const { password } = personOf('user_blocked');
      await eventually('the user is asked for a code', async () => {
        return (await nas.ask({ userName: name, password })).kind === 'challenge';
      });
    },
    2 * MINUTES,
  );

  it(
    'gives a one-time bypass and takes it back',
    async () => {
      const person = await product.addPerson();
      await open(page, '/bypasses', 'One-time bypasses');
      await page.getByRole('button', { name: 'New bypass' }).click();
      await page.getByRole('dialog').getByLabel('User').fill(person.name);
      await page.getByRole('dialog').getByLabel('Reason').fill('phone at home');
      await page.getByRole('button', { name: 'Give the bypass' }).click();
      await page.getByRole('link', { name: person.name }).waitFor();
      expect(await axeViolations(page)).toEqual([]);
      await page.getByRole('button', { name: new RegExp(person.name) }).click();
      await page.getByRole('menuitem', { name: 'Take back' }).click();
      await page.getByRole('dialog').getByLabel('Reason').fill('phone found');
      await page.getByRole('dialog').getByRole('button', { name: 'Take back' }).click();
      await page.getByText('No bypass is active').waitFor();
      const nas = await product.nas();
      expect((await nas.ask({ userName: person.name, password: person.password })).kind).toBe('challenge');
      await page.getByRole('tab', { name: 'History' }).click();
      await page.getByText('Taken back').first().waitFor();
    },
    2 * MINUTES,
  );

  it(
    'shows numbers that are those of the journal',
    async () => {
      const counted = async () => {
        const now = Date.now();
        const time = { kind: 'usage', fromMilliseconds: now - 24 * HOUR, toMilliseconds: now + HOUR, user: '' };
        const { rows } = await product.operator().call(status, 'getReport', time);
        return rows.reduce((sum, { values }) => sum + Number(values[3]), 0);
      };
      const inJournal = async () => (await product.journal()).filter(isRefusal).length;
      await eventually('the counters have every refusal', async () => (await counted()) === (await inJournal()));
      await open(page, '/reports', 'Reports');
      const shown = page.locator('tfoot td').last();
      await shown.waitFor();
      expect(Number(await shown.textContent())).toBe(await counted());
      expect(await axeViolations(page)).toEqual([]);
      for (const [path, heading] of [
        ['/', 'Status'],
        ['/journal', 'Journal'],
        ['/fraud', 'Fraud reports'],
        ['/sign-ins', 'Sign-ins'],
      ] as const) {
        await open(page, path, heading);
        await page.locator('main [aria-busy="true"]').waitFor({ state: 'detached' });
        expect([path, await axeViolations(page)]).toEqual([path, []]);
      }
      await open(page, '/journal', 'Journal');
      await page.getByRole('button', { name: 'Verify the chain' }).click();
      await page.getByText(/The chain is intact/).waitFor();
      expect(browser.troubles).toEqual({ cspReports: [], consoleErrors: [], foreignRequests: [] });
    },
    2 * MINUTES,
  );
});

function isRefusal({ kind, outcome }: { readonly kind: string; readonly outcome: string }): boolean {
  return kind === 'authentication' && outcome === 'rejected';
}
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
