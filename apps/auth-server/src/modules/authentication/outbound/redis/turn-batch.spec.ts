import { describe, expect, it } from '@jest/globals';
import { TurnBatch } from './turn-batch.ts';

describe('TurnBatch', () => {
  it('makes the calls of one turn together and answers each with its own result', async () => {
    const batches: (readonly number[])[] = [];
    const batch = new TurnBatch<number, string>(async (items) => {
      batches.push(items);
      return Promise.resolve(items.map((item) => `answer ${item}`));
    });
    expect(await Promise.all([1, 2, 3].map((item) => batch.add(item)))).toEqual(['answer 1', 'answer 2', 'answer 3']);
    expect(await batch.add(4)).toBe('answer 4');
    expect(batches).toEqual([[1, 2, 3], [4]]);
  });

  it('lets no more travel together than it may', async () => {
    const sizes: number[] = [];
    const batch = new TurnBatch<number, number>(
      async (items) => {
        sizes.push(items.length);
        return Promise.resolve(items);
      },
      { most: 2 },
    );
    expect(await Promise.all([1, 2, 3, 4, 5].map((item) => batch.add(item)))).toEqual([1, 2, 3, 4, 5]);
    expect(sizes).toEqual([2, 2, 1]);
  });

  it('gathers what comes while a batch is under way, but never holds back a full one', async () => {
    const sizes: number[] = [];
    const returns: (() => void)[] = [];
    const batch = new TurnBatch<number, number>(
      (items) => {
        sizes.push(items.length);
        return new Promise((resolve) => returns.push(() => resolve(items)));
      },
      { most: 3, mostUnderWay: 1 },
    );
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    const first = batch.add(1);
    await turn();
    const later = [2, 3].map((item) => batch.add(item));
    await turn();
    expect(sizes).toEqual([1]);
    later.push(batch.add(4));
    await turn();
    expect(sizes).toEqual([1, 3]);
    const last = batch.add(5);
    returns.forEach((answer) => answer());
    expect(await Promise.all([first, ...later])).toEqual([1, 2, 3, 4]);
    await turn();
    returns.at(-1)?.();
    expect(await last).toBe(5);
    expect(sizes).toEqual([1, 3, 1]);
  });

  it('fails those who travelled together, and nobody else', async () => {
    const batch = new TurnBatch<number, number>(
      (items) => {
        if (items.includes(2)) throw new Error('lost');
        return Promise.resolve(items);
      },
      { most: 2 },
    );
    const settled = await Promise.allSettled([1, 2, 3].map((item) => batch.add(item)));
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
    expect(await batch.add(5)).toBe(5);
  });
});
