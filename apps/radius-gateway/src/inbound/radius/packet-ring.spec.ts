import { describe, expect, it } from '@jest/globals';
import { PacketRing } from './packet-ring.ts';

describe('PacketRing', () => {
  it.each([
    [0, []],
    [2, [1, 0]],
    [3, [2, 1, 0]],
    [5, [4, 3, 2]],
    [7, [6, 5, 4]],
  ])('of %i items keeps the last three, newest first', (count, kept) => {
    const ring = new PacketRing<number>(3);
    for (let item = 0; item < count; item += 1) ring.push(item);
    expect(ring.newestFirst()).toEqual(kept);
  });
});
