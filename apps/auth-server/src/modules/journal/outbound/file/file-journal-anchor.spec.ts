import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '@countersign/testing';
import { FileJournalAnchor } from './file-journal-anchor.ts';

describe('FileJournalAnchor', () => {
  let folder: { path: string; remove: () => void };
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => {
    folder.remove();
  });
  const head = (sequence: number) => ({ sequence, hash: Buffer.alloc(32, sequence) });

  it('keeps the highest head over a restart', async () => {
    const anchor = new FileJournalAnchor(folder.path);
    expect(await anchor.read()).toBeUndefined();
    await Promise.all([anchor.advance(head(3)), anchor.advance(head(9)), anchor.advance(head(4))]);
    expect(await new FileJournalAnchor(folder.path).read()).toEqual(head(9));
  });

  it.each(['', '9', '9 abc\n', `-1 ${'0'.repeat(64)}\n`])('does not take %j for an anchor', async (content) => {
    writeFileSync(path.join(folder.path, 'journal-anchor'), content);
    await expect(new FileJournalAnchor(folder.path).read()).rejects.toMatchObject({ code: 'internal' });
  });
});
