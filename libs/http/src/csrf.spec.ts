import { describe, expect, it } from '@jest/globals';
import { crossSiteProblem } from './csrf.ts';

const OWN = 'https://console.example';
const good = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/json', 'x-requested-by': 'countersign' };
const change = (headers: Record<string, string | undefined>) => crossSiteProblem({ method: 'POST', headers }, OWN);

describe('a change', () => {
  it('is taken from our own pages', () => {
    expect(change(good)).toBeUndefined();
    expect(change({ ...good, 'content-type': 'application/json; charset=utf-8' })).toBeUndefined();
  });

  it.each(['cross-site', 'same-site', 'none', ''])('is refused when the browser says %j', (site) => {
    expect(change({ ...good, 'sec-fetch-site': site })).toBeDefined();
  });

  it('needs our own Origin where the browser says nothing else', () => {
    const silent = { ...good, 'sec-fetch-site': undefined };
    expect(change({ ...silent, origin: OWN })).toBeUndefined();
    for (const origin of [undefined, 'null', 'https://console.example.evil', 'http://console.example']) {
      expect(change({ ...silent, origin })).toBeDefined();
    }
  });

  it.each(['text/plain', 'multipart/form-data', 'application/x-www-form-urlencoded', undefined])(
    'is refused as %s',
    (type) => expect(change({ ...good, 'content-type': type })).toBeDefined(),
  );

  it('is refused without our header', () => {
    expect(change({ ...good, 'x-requested-by': undefined })).toBeDefined();
    expect(change({ ...good, 'x-requested-by': 'other' })).toBeDefined();
  });
});

describe('reading', () => {
  it.each([undefined, 'same-origin', 'none'])('is allowed from %s', (site) => {
    expect(crossSiteProblem({ method: 'GET', headers: { 'sec-fetch-site': site } }, OWN)).toBeUndefined();
  });

  it('is refused to other sites', () => {
    expect(crossSiteProblem({ method: 'GET', headers: { 'sec-fetch-site': 'cross-site' } }, OWN)).toBeDefined();
  });
});
