import { appendFileSync, existsSync, readFileSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '@countersign/testing';
import { anEvent } from '../../__fixtures__/events.ts';
import type { SpooledEntry } from '../../application/ports/journal-spool.ts';
import { FileJournalSpool } from './file-journal-spool.ts';

describe('FileJournalSpool', () => {
  let folder: { path: string; remove: () => void };
  let spool: FileJournalSpool;
  beforeEach(() => {
    folder = temporaryFolder();
    spool = new FileJournalSpool(folder.path);
  });
  afterEach(async () => {
    await spool.close();
    folder.remove();
  });
  const file = (): string => path.join(folder.path, 'journal-spool.jsonl');

  async function shipped(from = spool): Promise<SpooledEntry[]> {
    const taken: SpooledEntry[] = [];
    await from.ship(async (entry) => {
      taken.push(entry);
      await Promise.resolve();
    });
    return taken;
  }

  it('hands over what was added, in its order, once', async () => {
    const events = [anEvent(), anEvent({ userName: 'b\n\u2028ü' }), anEvent()];
    await Promise.all(events.map(async (event, index) => await spool.append(event, 'rejected', `r${index}`, index)));
    expect(spool.isEmpty).toBe(false);
    const taken = await shipped();
    expect(taken.map(({ event }) => JSON.parse(event) as unknown)).toEqual(events);
    expect(taken.map(({ reason, lockedUntil }) => [reason, lockedUntil])).toEqual([
      ['r0', 0],
      ['r1', 1],
      ['r2', 2],
    ]);
    expect(spool.isEmpty).toBe(true);
    expect(await shipped()).toEqual([]);
  });

  it('has an entry on disk when it says so, for the process that comes after', async () => {
    await spool.append(anEvent(), 'accepted', '');
    expect(readFileSync(file(), 'utf8').endsWith('}\n')).toBe(true);
    expect(await shipped(new FileJournalSpool(folder.path))).toHaveLength(1);
  });

  it('keeps everything when shipping stops half way, and takes new entries meanwhile', async () => {
    for (let i = 0; i < 3; i += 1) await spool.append(anEvent(), 'accepted', String(i));
    let taken = 0;
    const attempt = spool.ship(async () => {
      taken += 1;
      await (taken === 2 ? Promise.reject(new Error('no Redis')) : spool.append(anEvent(), 'accepted', 'new'));
    });
    await expect(attempt).rejects.toThrow('no Redis');
    expect(spool.isEmpty).toBe(false);
    expect((await shipped()).map(({ reason }) => reason)).toEqual(['0', '1', '2']);
    expect((await shipped()).map(({ reason }) => reason)).toEqual(['new']);
    expect(readdirSync(folder.path)).toEqual([]);
  });

  it('isolates half a line that a dying process left, and hands it over as it is', async () => {
    await spool.append(anEvent(), 'accepted', 'whole');
    await spool.close();
    appendFileSync(file(), '{"e":{"eventId":"ha');
    const next = new FileJournalSpool(folder.path);
    await next.append(anEvent(), 'accepted', 'after');
    const taken = await shipped(next);
    await next.close();
    expect(taken.map(({ reason }) => reason)).toEqual(['whole', '', 'after']);
    expect(taken[1]?.event).toBe('{"e":{"eventId":"ha');
  });

  it('says so when the disk refuses, and works again afterwards', async () => {
    writeFileSync(path.join(folder.path, 'blocker'), '');
    const blocked = new FileJournalSpool(path.join(folder.path, 'sub'));
    folder.remove();
    await expect(blocked.append(anEvent(), 'accepted', '')).rejects.toThrow();
    const again = new FileJournalSpool(path.join(folder.path, 'sub'));
    await again.append(anEvent(), 'accepted', '');
    expect(existsSync(path.join(folder.path, 'sub', 'journal-spool.jsonl'))).toBe(true);
    await again.close();
  });

  it('has nothing to ship when its file is empty', async () => {
    await spool.append(anEvent(), 'accepted', '');
    await spool.close();
    truncateSync(file(), 0);
    expect(new FileJournalSpool(folder.path).isEmpty).toBe(true);
  });
});
