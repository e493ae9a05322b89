import { describe, expect, it } from '@jest/globals';
import { findProgram } from './require-peer.ts';

describe('findProgram', () => {
  it('finds what is on PATH and says undefined for what is not', () => {
    expect(findProgram('sh')).toMatch(/\/sh$/);
    expect(findProgram('no-such-program')).toBeUndefined();
  });
});
