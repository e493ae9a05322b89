import { mkdirSync } from 'node:fs';
import { open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { DomainError } from '@countersign/errors';
import { codeOf } from '../../../../outbound/postgres/error-facts.ts';
import type { JournalAnchor } from '../../application/ports/journal-anchor.ts';
import type { ChainHead } from '../../application/ports/journal-row.ts';
import { syncFolder } from './sync-folder.ts';

/** The anchor in a file: sequence and hash of one row. */
export class FileJournalAnchor implements JournalAnchor {
  readonly #file: string;
  #known: ChainHead | undefined;
  #work: Promise<void> = Promise.resolve();

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#file = path.join(folder, 'journal-anchor');
  }

  async read(): Promise<ChainHead | undefined> {
    if (this.#known !== undefined) return this.#known;
    let text: string;
    try {
      text = await readFile(this.#file, 'utf8');
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw error;
    }
    const [, sequence = '', hash = ''] = /^(\d{1,15}) ([0-9a-f]{64})\n$/.exec(text) ?? [];
    if (sequence === '') throw damaged(this.#file);
    this.#known = { sequence: Number(sequence), hash: Buffer.from(hash, 'hex') };
    return this.#known;
  }

  async advance(head: ChainHead): Promise<void> {
    const done = this.#work.then(async () => await this.#advance(head));
    this.#work = done.catch(() => undefined);
    await done;
  }

  async #advance({ sequence, hash }: ChainHead): Promise<void> {
    const known = await this.read();
    if (known !== undefined && known.sequence >= sequence) return;
    const draft = `${this.#file}.new`;
    const handle = await open(draft, 'w', 0o600);
    try {
      await handle.writeFile(`${sequence} ${hash.toString('hex')}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, this.#file);
    await syncFolder(path.dirname(this.#file));
    this.#known = { sequence, hash };
  }
}

function damaged(file: string): DomainError {
  const message = `${file} is damaged: it should hold the number and the hash of a journal row. Find out why before you remove it.`;
  return new DomainError('internal', message);
}
