import { isByItself, noteTouches } from './background.ts';

const read = { dataUpdatedAt: 1000, errorUpdatedAt: 0, fetchMeta: null };

describe('a page that reads again and again', () => {
  it('does so by itself from the second time on, also when it only failed', () => {
    expect(isByItself(undefined, 0)).toBe(false);
    expect(isByItself({ ...read, dataUpdatedAt: 0 }, 0)).toBe(false);
    expect(isByItself(read, 0)).toBe(true);
    expect(isByItself({ ...read, dataUpdatedAt: 0, errorUpdatedAt: 5 }, 0)).toBe(true);
  });

  it('does not while somebody uses it', () => {
    expect(isByItself(read, 1001)).toBe(false);
    expect(isByItself({ ...read, dataUpdatedAt: 2000 }, 1001)).toBe(true);
    expect(isByItself({ ...read, fetchMeta: { fetchMore: { direction: 'forward' } } }, 0)).toBe(false);
  });

  it('notices keys and pointers', () => {
    const page = new EventTarget();
    noteTouches(page);
    expect(isByItself(read)).toBe(true);
    page.dispatchEvent(new Event('keydown'));
    expect(isByItself(read)).toBe(false);
  });
});
