import { describe, expect, it } from '@jest/globals';
import { EventEmitter } from 'node:events';
import { BatchedDuplex } from './batched-duplex.ts';

/** A stream that is full whenever the test says so. */
class StubbornStream extends EventEmitter {
  readonly written: (readonly string[])[] = [];
  isFull = false;
  hasEnded = false;

  write(message: readonly string[]): boolean {
    this.written.push(message);
    return !this.isFull;
  }

  end(): void {
    this.hasEnded = true;
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function aDuplex(options: { maxItems?: number; maxOctets?: number; maxWaiting?: number } = {}) {
  const stream = new StubbornStream();
  const duplex = new BatchedDuplex<string, readonly string[]>(stream, {
    pack: (items) => items,
    octetsOf: (item) => item.length,
    ...options,
  });
  return { stream, duplex };
}

describe('BatchedDuplex', () => {
  it('gathers what is sent in one turn into one message', async () => {
    const { stream, duplex } = aDuplex();
    duplex.send('a');
    duplex.send('b');
    expect(stream.written).toEqual([]);
    await turn();
    duplex.send('c');
    await turn();
    expect(stream.written).toEqual([['a', 'b'], ['c']]);
  });

  it('keeps a message within the number of items and of octets', async () => {
    const { stream, duplex } = aDuplex({ maxItems: 2, maxOctets: 4 });
    for (const item of ['a', 'b', 'c', 'dddd', 'eeeeee', 'f']) duplex.send(item);
    await turn();
    expect(stream.written).toEqual([['a', 'b'], ['c'], ['dddd'], ['eeeeee'], ['f']]);
  });

  it('waits while the stream is full and goes on when it drains', async () => {
    const { stream, duplex } = aDuplex({ maxItems: 1 });
    stream.isFull = true;
    duplex.send('a');
    duplex.send('b');
    await turn();
    duplex.send('c');
    await turn();
    expect(stream.written).toEqual([['a']]);
    stream.isFull = false;
    stream.emit('drain');
    expect(stream.written).toEqual([['a'], ['b'], ['c']]);
  });

  it('refuses more than may wait', async () => {
    const { stream, duplex } = aDuplex({ maxWaiting: 1, maxItems: 1 });
    stream.isFull = true;
    expect(duplex.send('a')).toBe(true);
    await turn();
    expect([duplex.send('b'), duplex.send('c')]).toEqual([true, false]);
  });

  it('sends what waits before it ends, then takes nothing', async () => {
    const { stream, duplex } = aDuplex();
    duplex.send('a');
    duplex.end();
    expect(duplex.send('b')).toBe(false);
    await turn();
    expect([stream.written, stream.hasEnded]).toEqual([[['a']], true]);
  });

  it.each(['close', 'error'])('hands back what never left after %s', async (event) => {
    const { stream, duplex } = aDuplex();
    duplex.send('a');
    stream.emit(event);
    await turn();
    expect(stream.written).toEqual([]);
    expect(duplex.send('b')).toBe(false);
    expect(duplex.takeUnsent()).toEqual(['a']);
    expect(duplex.waiting).toBe(0);
  });
});
