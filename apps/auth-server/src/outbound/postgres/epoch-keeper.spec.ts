import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '@countersign/testing';
import { InMemorySharedEpoch } from './__fixtures__/in-memory-shared-epoch.ts';
import { EpochKeeper } from './epoch-keeper.ts';

describe('EpochKeeper', () => {
  let folder: { path: string; remove: () => void };
  let file: string;
  let shared: InMemorySharedEpoch;
  let problems: unknown[];
  beforeEach(() => {
    folder = temporaryFolder();
    file = path.join(folder.path, 'state', 'epoch');
    shared = new InMemorySharedEpoch();
    problems = [];
  });
  afterEach(() => {
    folder.remove();
  });
  const keeper = (): EpochKeeper => new EpochKeeper(file, shared, (problem) => problems.push(problem));

  it('starts at 0, keeps what it has seen over a restart, and never falls', () => {
    const first = keeper();
    expect(first.current).toBe(0);
    first.raise(3);
    first.raise(2);
    expect(keeper().current).toBe(3);
    expect(readFileSync(file, 'utf8')).toBe('3\n');
  });

  it('takes over what others have seen, on disk as well, and tells them what it has seen', async () => {
    shared.epoch = 7;
    const ours = keeper();
    expect(await ours.refresh()).toBe(7);
    expect(readFileSync(file, 'utf8')).toBe('7\n');
    ours.raise(8);
    await ours.refresh();
    expect(shared.epoch).toBe(8);
  });

  it('tells the others again after they lost it', async () => {
    const ours = keeper();
    ours.raise(4);
    shared.epoch = 0;
    await ours.refresh();
    expect(shared.epoch).toBe(4);
  });

  it('goes by the file while the others cannot be asked', async () => {
    keeper().raise(5);
    shared.isDown = true;
    const ours = keeper();
    expect(await ours.refresh()).toBe(5);
    expect(problems).not.toEqual([]);
  });

  it.each(['', 'five', '-1', '1e9', '3 4'])('refuses to guess when the file holds %j', (content) => {
    mkdirSync(path.dirname(file));
    writeFileSync(file, content);
    expect(keeper).toThrow('should hold the highest database timeline');
  });

  it('still fences in this process when the file cannot be written', () => {
    writeFileSync(path.join(folder.path, 'state'), 'not a folder');
    expect(keeper).toThrow();
    folder.remove();
    mkdirSync(folder.path);
    const ours = keeper();
    writeFileSync(path.join(folder.path, 'state'), 'not a folder');
    ours.raise(6);
    expect(ours.current).toBe(6);
    expect(problems).toHaveLength(1);
  });
});
