import { CHAIN_START, faultOf } from './hash-chain.ts';
import type { JournalAnchor } from './ports/journal-anchor.ts';
import type { JournalCopy, JournalReader } from './ports/journal-reader.ts';
import type { ChainHead, JournalRow } from './ports/journal-row.ts';

/** What is wrong, and with which row. */
export interface ChainFault {
  readonly sequence: number;
  readonly problem: string;
}

/** What a verification found. */
export interface VerifyReport {
  readonly fault: ChainFault | undefined;
  /** Rows that were checked. */
  readonly rows: number;
  readonly first: number;
  readonly last: number;
  /** Hash of the last row that was checked. */
  readonly headHash: Buffer;
}

/** What {@link VerifyJournal} needs. */
export interface VerifyOptions {
  readonly reader: JournalReader;
  readonly anchor: JournalAnchor;
  readonly isReplicated: (position: string) => boolean;
}

const PAGE = 500;

/**
 * Goes along the chain and names the first row that was changed, deleted, exchanged or cut off. The end of the chain is known
 * three times: by the last row, by the head, and by what this server has seen before and keeps outside the database.
 */
export class VerifyJournal {
  readonly #options: VerifyOptions;

  constructor(options: VerifyOptions) {
    this.#options = options;
  }

  /** @param to 0: up to the end */
  async execute(from: number, to: number): Promise<VerifyReport> {
    const anchor = await this.#options.anchor.read();
    return await this.#options.reader.onOneCopy(async (copy) => {
      const head = await copy.head();
      const last = to === 0 ? head.sequence : Math.min(to, head.sequence);
      const walk = new ChainWalk(copy, anchor);
      const walked = await walk.go(Math.max(1, from), last);
      const fault = walked.fault ?? (to === 0 ? await faultAtEnd(copy, head, walked.at, anchor) : undefined);
      const isWhole = fault === undefined && to === 0;
      if (isWhole && head.sequence > 0) await this.#advance(copy, head);
      return { fault, rows: walked.rows, first: Math.max(1, from), last: walked.at.sequence, headHash: walked.at.hash };
    });
  }

  /** A row that only one machine has may be lost with it, rightly; then the anchor would accuse somebody. */
  async #advance(copy: JournalCopy, head: ChainHead): Promise<void> {
    const position = await copy.position();
    if (position !== undefined && this.#options.isReplicated(position)) await this.#options.anchor.advance(head);
  }
}

interface Walked {
  readonly fault: ChainFault | undefined;
  readonly rows: number;
  readonly at: ChainHead;
}

class ChainWalk {
  readonly #copy: JournalCopy;
  readonly #anchor: ChainHead | undefined;

  constructor(copy: JournalCopy, anchor: ChainHead | undefined) {
    this.#copy = copy;
    this.#anchor = anchor;
  }

  async go(first: number, last: number): Promise<Walked> {
    const start = await this.#before(first);
    if (start === undefined) {
      const problem = `row ${first - 1} is missing: deleted`;
      return { fault: { sequence: first - 1, problem }, rows: 0, at: { ...CHAIN_START, sequence: first - 1 } };
    }
    let at = start;
    let rows = 0;
    while (at.sequence < last) {
      const page = await this.#copy.rows(at.sequence, last, PAGE);
      for (const row of page) {
        const fault = faultOf(row, at) ?? this.#faultAtAnchor(row);
        if (fault !== undefined) return { fault, rows, at };
        at = row;
        rows += 1;
      }
      if (page.length === 0) return { fault: cutOff(at.sequence + 1, last), rows, at };
    }
    return { fault: undefined, rows, at };
  }

  async #before(first: number): Promise<ChainHead | undefined> {
    if (first <= 1) return CHAIN_START;
    return (await this.#copy.rows(first - 2, first - 1, 1))[0];
  }

  #faultAtAnchor(row: JournalRow): ChainFault | undefined {
    if (row.sequence !== this.#anchor?.sequence || row.hash.equals(this.#anchor.hash)) return undefined;
    const problem = `row ${row.sequence} is not the one that this server has seen: the chain was rewritten`;
    return { sequence: row.sequence, problem };
  }
}

async function faultAtEnd(
  copy: JournalCopy,
  head: ChainHead,
  at: ChainHead,
  anchor: ChainHead | undefined,
): Promise<ChainFault | undefined> {
  if (head.sequence > at.sequence) return cutOff(at.sequence + 1, head.sequence);
  if (!head.hash.equals(at.hash)) {
    return {
      sequence: at.sequence,
      problem: `the head does not hold the hash of row ${at.sequence}: one of them was changed`,
    };
  }
  const seen = anchor?.sequence ?? 0;
  if (seen > head.sequence) {
    const problem = `the chain ends at row ${head.sequence}, but this server has seen row ${seen}: rows were cut off`;
    return { sequence: head.sequence + 1, problem };
  }
  // Rows may have been added since the head was read; more than the head of now are too many.
  const highest = await copy.highestSequence();
  const now = await copy.head();
  if (highest <= now.sequence) return undefined;
  const problem = `row ${now.sequence + 1} stands after the end of the chain: the head was set back, or rows were added`;
  return { sequence: now.sequence + 1, problem };
}

function cutOff(first: number, last: number): ChainFault {
  const which = first === last ? `row ${first} is` : `rows ${first} to ${last} are`;
  return { sequence: first, problem: `${which} missing at the end: cut off` };
}
