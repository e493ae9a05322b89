import { describe, expect, it } from '@jest/globals';
import { compositeOf, type Finding, shareOfBudget } from './score.ts';

describe('the composite', () => {
  it('counts what was not run against the whole design, not against what was run', () => {
    const findings: Finding[] = [
      { part: 'tasks', name: 'T1', met: 1, seen: '' },
      { part: 'tasks', name: 'T2', met: undefined, seen: '' },
    ];
    expect(compositeOf(findings)).toMatchObject({ ofRun: 100, ofAll: 15 });
  });

  it('gives nothing for nothing', () => {
    expect(compositeOf([])).toMatchObject({ ofRun: 0, ofAll: 0 });
  });

  it('weighs each part by its points', () => {
    const findings: Finding[] = [
      { part: 'tasks', name: 'T1', met: 0.5, seen: '' },
      { part: 'language', name: 'fr', met: 1, seen: '' },
    ];
    expect(compositeOf(findings).ofRun).toBe(63);
  });
});

describe('the share of a budget', () => {
  it('is whole within the budget and gone at twice of it', () => {
    expect([5, 10, 15, 20, 40].map((value) => shareOfBudget(value, 10))).toEqual([1, 1, 0.5, 0, 0]);
  });

  it('is nothing as soon as a budget of none is broken', () => {
    expect(shareOfBudget(1, 0)).toBe(0);
  });
});
