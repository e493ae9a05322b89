import { describe, expect, it } from '@jest/globals';
import { removalNeedsApproval } from './approvals.ts';

describe('removalNeedsApproval', () => {
  it.each([
    [5, 1000, false],
    [6, 1000, true],
    [2, 100, false],
    [3, 100, true],
    [1, 3, false],
    [2, 3, true],
    [5, 1_000_000, false],
    [6, 1_000_000, true],
  ])('%i of %i: %s', (removed, total, expected) => {
    expect(removalNeedsApproval({ users: 5, percent: 2 }, removed, total)).toBe(expected);
  });
});
