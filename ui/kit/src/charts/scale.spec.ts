import { linePath, niceMaximum, ticksOf } from './scale.ts';

describe('the axis of a chart', () => {
  it.each([
    [0, 1],
    [7, 10],
    [10, 10],
    [23, 25],
    [1_001, 2_000],
  ])('that must hold %i ends at %i', (value, end) => {
    expect(niceMaximum(value)).toBe(end);
  });

  it('has whole numbers where it is short', () => {
    expect(ticksOf(2)).toEqual([0, 1, 2]);
    expect(ticksOf(100)).toEqual([0, 25, 50, 75, 100]);
  });
});

describe('a line', () => {
  it('breaks where a value is missing', () => {
    expect(
      linePath(
        [1, 2, null, 3],
        (i) => i,
        (v) => v,
      ),
    ).toBe('M0.0 1.0L1.0 2.0M3.0 3.0');
  });
});
