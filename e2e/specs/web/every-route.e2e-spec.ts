import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Person } from '../../src/people.ts';
import { Product } from '../../src/product.ts';
import { WebVisitor } from '../../src/web-visitor.ts';

/** A route of a door, as its document names it. */
interface RouteUnderTest {
  readonly method: string;
  readonly path: string;
  readonly access: 'anyone' | 'half' | 'signed_in';
  /** It has a body, a part of the path or a question that it cannot do without: those are read first. */
  readonly hasMoreToRead: boolean;
}

/** What the document says of one route. */
interface Operation {
  readonly 'x-access': RouteUnderTest['access'];
  readonly parameters?: readonly { readonly required?: boolean }[];
}

const DOORS = ['portal', 'console'] as const;
type DoorName = (typeof DOORS)[number];

const COOKIES: Readonly<Record<DoorName, string>> = { portal: '__Host-por', console: '__Host-con' };
const NOWHERE = '00000000-0000-4000-8000-000000000000';
/** Requests that a page of another origin can make; `undefined` leaves a header out. */
const FOREIGN: readonly (readonly [string, Readonly<Record<string, string | undefined>>])[] = [
  ['another site', { 'sec-fetch-site': 'cross-site' }],
  ['another host of the same domain', { 'sec-fetch-site': 'same-site' }],
  ['a foreign origin of an old browser', { 'sec-fetch-site': undefined, origin: 'https://evil.example' }],
  ['an origin that is hidden', { 'sec-fetch-site': undefined, origin: 'null' }],
  ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
  ['JSON in plain text', { 'content-type': 'text/plain' }],
  ['no header of our pages', { 'x-requested-by': undefined }],
];

let product: Product;
let person: Person;

beforeAll(async () => {
  product = await Product.start();
  person = await product.addPerson({ hasDevice: true });
}, 240_000);

afterAll(async () => {
  await product?.remove();
}, 60_000);

describe.each(DOORS)('every route of the %s', (door) => {
  const routes = routesOf(door);
  const visitor = (): WebVisitor => new WebVisitor(product.file[door]);

  it('is known, and most of them want a session', () => {
    expect(routes.length).toBeGreaterThan(20);
    expect(routes.filter(({ access }) => access === 'signed_in').length).toBeGreaterThan(routes.length / 2);
  });

  it('refuses who has no session', async () => {
    const open = await answersThatAre(routes.filter(isClosed), visitor(), ({ status }) => status !== 401);
    expect(open).toEqual([]);
  }, 120_000);

  it('refuses a session that was made up', async () => {
    const headers = { cookie: `${COOKIES[door]}=${'A'.repeat(43)}` };
    const open = await answersThatAre(routes.filter(isClosed), visitor(), isTaken, headers);
    expect(open).toEqual([]);
  }, 120_000);

  it('refuses changes that a page of another origin may have made', async () => {
    for (const [, headers] of FOREIGN) {
      const changes = routes.filter(({ method }) => method !== 'GET');
      expect(await answersThatAre(changes, visitor(), ({ status }) => status !== 403, headers)).toEqual([]);
    }
  }, 120_000);

  it('is never kept by a cache, framed, or taken for another type', async () => {
    for (const route of routes.filter(({ path: url }) => !url.endsWith('/events'))) {
      const { headers } = await visitor().ask(route.method, route.path);
      expect([route.path, headers.get('cache-control')]).toEqual([route.path, 'no-store']);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    }
  }, 120_000);
});

describe('a session whose second factor is missing', () => {
  it('opens nothing of the portal but its own question', async () => {
    const half = new WebVisitor(product.file.portal);
    const begun = await half.post('/api/sign-in', { userName: person.name, password: person.password });
    expect(begun.body).toMatchObject({ kind: 'prompt' });
    const closed = routesOf('portal').filter(({ access }) => access === 'signed_in');
    expect(await answersThatAre(closed, half, isTaken)).toEqual([]);
  }, 120_000);

  it('is not given by the console to who is no administrator', async () => {
    const known = new WebVisitor(product.file.console);
    const refused = await known.post('/api/sign-in', { userName: person.name, password: person.password });
    const unknown = new WebVisitor(product.file.console);
    const never = await unknown.post('/api/sign-in', { userName: 'nobody-at-all', password: person.password });
    expect([refused.status, refused.body]).toEqual([never.status, never.body]);
    expect(refused.body).toMatchObject({ kind: 'refused' });
    expect((await known.get('/api/session')).status).toBe(401);
  }, 60_000);
});

/** `METHOD path: status` of the answers that are as told. */
async function answersThatAre(
  routes: readonly RouteUnderTest[],
  visitor: WebVisitor,
  isMeant: (answer: { readonly status: number }, route: RouteUnderTest) => boolean,
  headers: Readonly<Record<string, string | undefined>> = {},
): Promise<readonly string[]> {
  const meant: string[] = [];
  for (const route of routes) {
    const { status } = await visitor.ask(route.method, route.path, {}, headers);
    if (isMeant({ status }, route)) meant.push(`${route.method} ${route.path}: ${status}`);
  }
  return meant;
}

/** What is not even written right is refused before the session is looked at: that opens nothing either. */
function isTaken({ status }: { readonly status: number }, { hasMoreToRead }: RouteUnderTest): boolean {
  return status !== 401 && !(status === 400 && hasMoreToRead);
}

function isClosed({ access }: RouteUnderTest): boolean {
  return access !== 'anyone';
}

function routesOf(door: DoorName): readonly RouteUnderTest[] {
  const file = path.join(import.meta.dirname, `../../../ui/kit/src/api/${door}.openapi.json`);
  const { paths } = JSON.parse(readFileSync(file, 'utf8')) as {
    paths: Record<string, Record<string, Operation>>;
  };
  return Object.entries(paths).flatMap(([url, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path: url.replaceAll(/\{[^}]+\}/g, NOWHERE),
      access: operation['x-access'],
      hasMoreToRead:
        /^(post|put|patch)$/.test(method) || operation.parameters?.some(({ required }) => required) === true,
    })),
  );
}
