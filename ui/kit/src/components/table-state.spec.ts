import { ALL_MATCHING, isSelected, NO_SELECTION, nextSort, selectedCount, sortOf, toggle } from './table-state.ts';

describe('a selection', () => {
  it('of some rows holds their keys', () => {
    const two = toggle(toggle(NO_SELECTION, 'a'), 'b');
    expect([isSelected(two, 'a'), isSelected(two, 'c'), selectedCount(two, 100)]).toEqual([true, false, 2]);
    expect(selectedCount(toggle(two, 'a'), 100)).toBe(1);
  });

  it('of all that match holds the keys left out, also those never seen', () => {
    const allButOne = toggle(ALL_MATCHING, 'a');
    expect([isSelected(allButOne, 'a'), isSelected(allButOne, 'never-loaded')]).toEqual([false, true]);
    expect(selectedCount(allButOne, 100_000)).toBe(99_999);
  });
});

describe('the order of a table', () => {
  it('begins upwards, turns, and turns back', () => {
    const once = nextSort(undefined, 'name');
    const twice = nextSort(once, 'name');
    expect([once, twice, nextSort(twice, 'name')]).toEqual(['name', '-name', 'name']);
    expect([sortOf(twice, 'name'), sortOf(twice, 'other')]).toEqual(['descending', 'none']);
  });
});
