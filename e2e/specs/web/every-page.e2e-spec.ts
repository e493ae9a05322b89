import { administratorsV1 } from '@countersign/contracts';
import { requirePeer } from '@countersign/testing';
import { afterAll, beforeAll, expect, it, describe } from '@jest/globals';
import { auditPages, type Look } from '../../scorecard/audit-pages.ts';
import { consolePages, PORTAL_PAGES } from '../../scorecard/pages.ts';
import type { Person } from '../../src/people.ts';
import { Product } from '../../src/product.ts';
import { lendSession, signInAt } from '../../src/web-person.ts';
import type { WebVisitor } from '../../src/web-visitor.ts';

const MINUTES = 60_000;
const LOOKS: readonly Look[] = [
  { language: 'en-GB', theme: 'light', width: 1280 },
  { language: 'fr-FR', theme: 'dark', width: 320 },
];

requirePeer('chromium', describe)('every page of both doors', () => {
  let product: Product;
  let person: Person;
  let console: WebVisitor;
  let portal: WebVisitor;

  beforeAll(async () => {
    product = await Product.start();
    person = await product.addPerson();
    await product.operator().call(administratorsV1.AdministratorServiceDefinition, 'inviteAdministrator', {
      user: person.name,
      roleId: 'owner',
      scope: { isEverything: true, groups: [] },
      reason: 'for the tests',
    });
    await product.untilCopied();
    console = await signInAt(product.file.console, person);
    portal = await signInAt(product.file.portal, person);
  }, 5 * MINUTES);
  afterAll(async () => await product.remove(), MINUTES);

  it.each(LOOKS)(
    'has nothing that axe, the policy or a narrow window objects to ($language $theme $width)',
    async (look) => {
      const audits = [
        ...(await auditPages(console.origin, await consolePages(console), look, (it) => lendSession(it, console))),
        ...(await auditPages(portal.origin, PORTAL_PAGES, look, (it) => lendSession(it, portal))),
      ];
      expect(audits.length).toBeGreaterThan(50);
      expect(audits.filter(({ problems }) => problems.length > 0)).toEqual([]);
    },
    8 * MINUTES,
  );
});
