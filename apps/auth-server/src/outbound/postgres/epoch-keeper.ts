import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';
import { codeOf } from './error-facts.ts';

/** The epoch that all servers share (Redis). Both methods may reject: then the local file decides. */
export interface SharedEpoch {
  /** The highest timeline that any server has seen; 0: none. */
  read(): Promise<number>;
  /** Raises it to `epoch` unless it is higher already; gives the outcome. */
  raise(epoch: number): Promise<number>;
}

/**
 * The highest timeline ever seen, so that a restart cannot make an old master look like the right one. Kept in a local file
 * (written, fsynced, then renamed) and shared through Redis; the higher of both counts, and it never falls.
 */
export class EpochKeeper {
  readonly #file: string;
  readonly #shared: SharedEpoch;
  readonly #onProblem: (problem: unknown) => void;
  #epoch: number;
  #shareWanted = 0;

  /**
   * @param onProblem told when the epoch could not be written or shared
   * @throws Error when the file exists and holds no number: to guess 0 would lift the fence
   */
  constructor(file: string, shared: SharedEpoch, onProblem: (problem: unknown) => void) {
    this.#file = file;
    this.#shared = shared;
    this.#onProblem = onProblem;
    this.#epoch = readEpoch(file);
    this.#shareWanted = this.#epoch;
  }

  /** The epoch as far as this process knows. */
  get current(): number {
    return this.#epoch;
  }

  /** Notes a timeline that was seen: on disk before it counts, then in Redis. */
  raise(epoch: number): void {
    if (epoch <= this.#epoch) return;
    this.#write(epoch);
    this.#epoch = epoch;
    this.#shareWanted = epoch;
    void this.refresh();
  }

  /** Takes over what other servers have seen and tells them what we have. Does not reject. */
  async refresh(): Promise<number> {
    try {
      const shared = await (this.#shareWanted > 0 ? this.#shared.raise(this.#shareWanted) : this.#shared.read());
      if (shared > this.#epoch) {
        this.#write(shared);
        this.#epoch = shared;
        this.#shareWanted = shared;
      }
    } catch (problem) {
      this.#onProblem(problem);
    }
    return this.#epoch;
  }

  #write(epoch: number): void {
    try {
      writeEpoch(this.#file, epoch);
    } catch (problem) {
      // Still fenced as long as this process or Redis lives; the operator must hear of it.
      this.#onProblem(problem);
    }
  }
}

function readEpoch(file: string): number {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 0;
    throw error;
  }
  if (!/^\d{1,10}\n?$/.test(text)) {
    throw new Error(
      `${file} should hold the highest database timeline as a number: restore it, or write the number there`,
    );
  }
  return Number(text);
}

function writeEpoch(file: string, epoch: number): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.new`;
  const handle = openSync(draft, 'w', 0o600);
  try {
    writeSync(handle, `${epoch}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(draft, file);
  const folder = openSync(path.dirname(file), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
