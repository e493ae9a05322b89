import { existsSync, mkdirSync, statSync } from 'node:fs';
import { type FileHandle, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { JournalEvent } from '../../application/ports/journal-event.ts';
import type { JournalSpool, SpooledEntry } from '../../application/ports/journal-spool.ts';
import { parseJson } from '../parse-event.ts';
import { syncFolder } from './sync-folder.ts';

interface Waiting {
  readonly line: string;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * An append-only file, one JSON line per entry. Entries that arrive together share one flush to the disk. While the lines are
 * shipped they lie in a second file, so that new ones can be added meanwhile.
 */
export class FileJournalSpool implements JournalSpool {
  readonly #file: string;
  readonly #shipping: string;
  #handle: FileHandle | undefined;
  #waiting: Waiting[] = [];
  #work: Promise<void> = Promise.resolve();

  /** @param folder of this server alone; made when it is missing */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#file = path.join(folder, 'journal-spool.jsonl');
    this.#shipping = path.join(folder, 'journal-spool.shipping.jsonl');
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0 && !hasContent(this.#file) && !existsSync(this.#shipping);
  }

  async append(event: JournalEvent, outcome: string, reason: string, lockedUntil?: number): Promise<void> {
    const line = `${JSON.stringify({ e: event, o: outcome, r: reason, l: lockedUntil })}\n`;
    await new Promise<void>((resolve, reject) => {
      this.#waiting.push({ line, resolve, reject });
      if (this.#waiting.length === 1) void this.#inTurn(async () => await this.#flush());
    });
  }

  async ship(take: (entry: SpooledEntry) => Promise<void>): Promise<number> {
    const isThere = await this.#inTurn(async () => await this.#setAside());
    if (!isThere) return 0;
    const lines = (await readFile(this.#shipping, 'utf8')).split('\n').filter((line) => line !== '');
    for (const line of lines) await take(toEntry(line));
    await rm(this.#shipping);
    return lines.length;
  }

  /** Ends what is under way and closes the file. */
  async close(): Promise<void> {
    await this.#inTurn(async () => {
      await this.#handle?.close();
      this.#handle = undefined;
    });
  }

  /** One thing after the other; what fails does not stop what follows. */
  async #inTurn<T>(fn: () => Promise<T>): Promise<T> {
    const done = this.#work.then(fn);
    this.#work = done.then(
      () => undefined,
      () => undefined,
    );
    return await done;
  }

  async #flush(): Promise<void> {
    const batch = this.#waiting;
    this.#waiting = [];
    try {
      this.#handle ??= await openForAppending(this.#file);
      await this.#handle.appendFile(batch.map(({ line }) => line).join(''));
      await this.#handle.datasync();
      for (const { resolve } of batch) resolve();
    } catch (error) {
      await this.#handle?.close().catch(() => undefined);
      this.#handle = undefined;
      for (const { reject } of batch) reject(error);
    }
  }

  async #setAside(): Promise<boolean> {
    if (existsSync(this.#shipping)) return true;
    if (!hasContent(this.#file)) return false;
    await this.#handle?.close();
    this.#handle = undefined;
    await rename(this.#file, this.#shipping);
    await syncFolder(path.dirname(this.#file));
    return true;
  }
}

async function openForAppending(file: string): Promise<FileHandle> {
  const isNew = !existsSync(file);
  const handle = await open(file, 'a+', 0o600);
  if (isNew) await syncFolder(path.dirname(file));
  else if (!(await endsWithNewline(handle))) await handle.appendFile('\n');
  return handle;
}

/** A process that died while it wrote leaves half a line; it must not spoil the next one. */
async function endsWithNewline(handle: FileHandle): Promise<boolean> {
  const { size } = await handle.stat();
  if (size === 0) return true;
  const { buffer } = await handle.read({ buffer: Buffer.alloc(1), position: size - 1 });
  return buffer[0] === 0x0a;
}

function hasContent(file: string): boolean {
  return (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 0;
}

/** Half a line is handed over as it is: the drain keeps it as an unreadable entry rather than drop it. */
function toEntry(line: string): SpooledEntry {
  const parsed = parseJson(line);
  if (typeof parsed !== 'object' || parsed === null)
    return { event: line, outcome: '', reason: '', lockedUntil: undefined };
  const { e, o, r, l } = parsed as Readonly<Record<string, unknown>>;
  return {
    event: JSON.stringify(e) ?? line,
    outcome: typeof o === 'string' ? o : '',
    reason: typeof r === 'string' ? r : '',
    lockedUntil: typeof l === 'number' ? l : undefined,
  };
}
