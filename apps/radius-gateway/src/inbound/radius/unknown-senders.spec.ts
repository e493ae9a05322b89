import { describe, expect, it } from '@jest/globals';
import { UnknownSenders } from './unknown-senders.ts';

const origin = (address: string) => ({ address, port: 1645, isAccounting: false });
const datagram = Buffer.alloc(20);

describe('UnknownSenders', () => {
  it('keeps a hundred addresses, and lets a new one in only where one was long silent', () => {
    const senders = new UnknownSenders();
    for (let index = 0; index < 200; index += 1) senders.note(origin(`10.0.0.${index}`), datagram, index * 1000);
    expect(senders.read(0)).toHaveLength(100);
    senders.note(origin('10.9.9.9'), datagram, 900_000);
    expect(senders.read(0).map(({ address }) => address)).toContain('10.9.9.9');
    expect(senders.read(0)).toHaveLength(100);
  });

  it('looks at a hundred datagrams a second and no more', () => {
    const senders = new UnknownSenders();
    for (let index = 0; index < 5000; index += 1) senders.note(origin('10.0.0.1'), datagram, 1);
    expect(senders.read(0)).toMatchObject([{ count: 100 }]);
    senders.note(origin('10.0.0.1'), datagram, 1001);
    expect(senders.read(0)).toMatchObject([{ count: 101 }]);
    expect(senders.traces()).toHaveLength(50);
  });
});
