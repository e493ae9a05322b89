import { describe, expect, it } from '@jest/globals';
import { dropsIn } from './kernel-drops.ts';

const TABLE = `   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
  105: 00000000:0714 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 25037 2 0000000000000000 12
  106: 0100007F:0714 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 25038 2 0000000000000000 30
  107: 00000000:0035 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 25039 2 0000000000000000 99
`;

describe('dropsIn', () => {
  it('adds up the sockets on the ports asked for', () => {
    expect(dropsIn(TABLE, [1812])).toBe(42);
    expect(dropsIn(TABLE, [1812, 53])).toBe(141);
    expect(dropsIn(TABLE, [1])).toBe(0);
    expect(dropsIn('', [1812])).toBe(0);
  });
});
