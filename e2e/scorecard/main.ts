// Measures what of the scorecard can be measured and writes it to docs/ux-scorecard.md; needs a build and some five quiet minutes.
//   node --conditions @countersign/source e2e/scorecard/main.ts
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { administratorsV1 } from '@countersign/contracts';
import { Product } from '../src/product.ts';
import { lendSession, signInAt } from '../src/web-person.ts';
import { auditPages, LOOKS, type PageAudit } from './audit-pages.ts';
import { measurePage, type PageCost } from './measure-page.ts';
import { consolePages, PORTAL_PAGES } from './pages.ts';
import { compositeOf, type Finding, PARTS, type Part, shareOfBudget } from './score.ts';

/** Budgets of a first visit (ux.md 7.2). */
const BUDGETS = {
  portal: { jsKilobytes: 110, cssKilobytes: 8, requests: 8, lcpMilliseconds: 1800, tbtMilliseconds: 200, cls: 0.05 },
  console: { jsKilobytes: 190, cssKilobytes: 12, requests: 12, lcpMilliseconds: 2500, tbtMilliseconds: 300, cls: 0.1 },
} as const satisfies Record<string, PageCost>;

/** What the design asks for and no program measures yet. */
const NOT_RUN: readonly (readonly [Part, number])[] = [
  ['tasks', 20],
  ['drills', 20],
  ['safety', 5],
];

async function audits(product: Product): Promise<readonly PageAudit[]> {
  const person = await product.addPerson();
  await product.operator().call(administratorsV1.AdministratorServiceDefinition, 'inviteAdministrator', {
    user: person.name,
    roleId: 'owner',
    scope: { isEverything: true, groups: [] },
    reason: 'for the scorecard',
  });
  await product.untilCopied();
  const console = await signInAt(product.file.console, person);
  const portal = await signInAt(product.file.portal, person);
  const found: PageAudit[] = [];
  for (const look of LOOKS) {
    found.push(
      ...(await auditPages(console.origin, await consolePages(console), look, (it) => lendSession(it, console))),
    );
    found.push(...(await auditPages(portal.origin, PORTAL_PAGES, look, (it) => lendSession(it, portal))));
    process.stderr.write(`${look.language} ${look.theme} ${look.width}: done\n`);
  }
  return found;
}

function findingsOf(looked: readonly PageAudit[], costs: Readonly<Record<keyof typeof BUDGETS, PageCost>>): Finding[] {
  const audited = looked.map(({ path: page, look, problems }): Finding => {
    const part = problems.some(isAboutLanguage) ? 'language' : 'accessibility';
    return { part, name: `${page} (${look})`, met: problems.length === 0 ? 1 : 0, seen: problems.join('; ') };
  });
  const french = looked.filter(({ look }) => look.startsWith('fr'));
  const inFrench = french.filter(({ problems }) => !problems.some(isAboutLanguage)).length;
  const language: Finding = {
    part: 'language',
    name: 'pages in French',
    met: inFrench / french.length,
    seen: `${inFrench} of ${french.length}`,
  };
  const speed = (['portal', 'console'] as const).flatMap((door) =>
    (Object.keys(BUDGETS[door]) as (keyof PageCost)[]).map((kind): Finding => {
      const [value, budget] = [costs[door][kind], BUDGETS[door][kind]];
      const met = shareOfBudget(value, budget);
      return { part: 'speed', name: `${door}: ${kind}`, met, seen: `${round(value)} of ${budget}` };
    }),
  );
  const missing = NOT_RUN.flatMap(([part, count]) =>
    Array.from({ length: count }, (_, index): Finding => ({ part, name: `${index + 1}`, met: undefined, seen: '' })),
  );
  return [...audited, language, ...speed, ...missing];
}

function isAboutLanguage(problem: string): boolean {
  return problem.startsWith('the page says it is in');
}

function page(findings: readonly Finding[]): string {
  const { ofRun, ofAll, parts } = compositeOf(findings);
  const speed = findings.filter(({ part }) => part === 'speed');
  const broken = findings.filter(({ part, met }) => part !== 'speed' && met !== undefined && met < 1);
  const looks = findings.filter(({ part }) => part === 'accessibility').length;
  return [
    '# Scorecard of the pages',
    '',
    'Written by `e2e/scorecard/main.ts` from one run on two cores with a real Chromium; the rules are those of the design of the user interface.',
    '',
    `**${ofAll} of 100** of the whole design, ${ofRun} of 100 of the parts that were run. Tasks, fault drills and safety drills are not run by this program yet; the end-to-end tests walk through many of them, without a score.`,
    '',
    '| part | points | of | not run |',
    '|---|---|---|---|',
    ...(Object.keys(PARTS) as Part[]).map(
      (part) => `| ${part} | ${parts[part].points} | ${PARTS[part]} | ${parts[part].notRun} |`,
    ),
    '',
    '## First visits of the sign-in pages',
    '',
    'Gzip; a processor four times as slow, 10 Mbit/s, 40 ms; median of three. Everything that goes over the wire counts.',
    '',
    '| what | seen, of budget | share met |',
    '|---|---|---|',
    ...speed.map(({ name, seen, met = 0 }) => `| ${name} | ${seen} | ${round(met)} |`),
    '',
    '## Every page and tab',
    '',
    `${looks} looks in English and French, light and dark, 1280 and 320 px wide: axe (WCAG 2.2 AA and best practice), width, headings, language, content policy, console, requests to elsewhere.`,
    '',
    ...(broken.length === 0 ? ['Nothing was found.'] : broken.map(({ name, seen }) => `- ${name}: ${seen}`)),
    '',
  ].join('\n');
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

const product = await Product.start();
try {
  const sides = { portal: product.file.portal, console: product.file.console };
  const costs = {
    portal: await measurePage(`${new URL(sides.portal).origin}/sign-in`, 3),
    console: await measurePage(`${new URL(sides.console).origin}/sign-in`, 3),
  };
  const text = page(findingsOf(await audits(product), costs));
  writeFileSync(path.join(import.meta.dirname, '../../docs/ux-scorecard.md'), text);
  process.stdout.write(text);
} finally {
  await product.remove();
}
