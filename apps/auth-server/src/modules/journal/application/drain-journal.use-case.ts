import { extendChain } from './hash-chain.ts';
import type { DecidedEvent } from './ports/journal-event.ts';
import type { JournalAnchor } from './ports/journal-anchor.ts';
import { DuplicateEvent, type JournalLedger, type LedgerDraft, type LedgerHead } from './ports/journal-ledger.ts';
import type { WaitingEvent, WaitingEvents } from './ports/waiting-events.ts';
import { projectedFacts } from './projections.ts';
import { toFields } from './to-fields.ts';

/** What one step of the drain did. */
export interface DrainStep {
  /** Another server holds the chain. */
  readonly isBusy: boolean;
  readonly rows: number;
  /** There is more than fitted into the step. */
  readonly hasMore: boolean;
}

/** Entries in the chain whose copy in Redis waits until a second machine has the rows. */
interface Mark {
  readonly streamIds: readonly string[];
  readonly head: LedgerHead;
  readonly lsn: string | undefined;
}

/** What {@link DrainJournal} needs. */
export interface DrainOptions {
  readonly ledger: JournalLedger;
  readonly waiting: WaitingEvents;
  readonly anchor: JournalAnchor;
  readonly batchSize?: number;
  /** How many drained entries are kept in Redis for want of a second copy of the rows. */
  readonly mostKept?: number;
}

/** Transactions stay short, whatever lies in the stream. */
const BATCHES_PER_SWEEP = 20;
const FIRST = '0-0';

/**
 * Gives waiting events their place in the chain. Rows, what they project, and how far the stream was read are one transaction, so
 * each event is in the chain once, wherever the process dies. An entry leaves Redis only when a second machine has its row:
 * a promotion that loses the last rows finds their events still waiting, after the stream id that the new master knows.
 */
export class DrainJournal {
  readonly #options: DrainOptions;
  readonly #batchSize: number;
  #marks: Mark[] = [];
  #epoch: number;
  #sweepFrom: string | undefined = FIRST;

  constructor(options: DrainOptions) {
    this.#options = options;
    this.#batchSize = options.batchSize ?? 500;
    this.#epoch = options.ledger.epoch();
  }

  /** Whether {@link sweep} has something to do: at the start, after a promotion, and when asked to. */
  get isSweepDue(): boolean {
    return this.#sweepFrom !== undefined;
  }

  /** Makes a sweep due. */
  requestSweep(): void {
    this.#sweepFrom ??= FIRST;
  }

  /**
   * One batch: changes of Postgres first, then the stream.
   * @throws DomainError `master_offline` and the others of a write
   */
  async execute(): Promise<DrainStep> {
    const step = await this.#drain(false).catch(async (error: unknown) => {
      if (!(error instanceof DuplicateEvent)) throw error;
      return await this.#drain(true);
    });
    await this.release();
    return step;
  }

  /**
   * Looks at some of what stands in the stream before the point that was drained: left there by a server that died before it
   * removed it, or written by a Redis whose clock had gone back. The first is removed in time, the second is chained.
   * @returns how many rows were chained
   */
  async sweep(): Promise<number> {
    const from = this.#sweepFrom ?? FIRST;
    const swept = await this.#options.ledger.extend(async (draft) => await this.#sweepInside(draft, from));
    if (swept === undefined) return 0;
    const { marks, rows, next } = swept.result;
    this.#sweepFrom = next;
    for (const mark of marks) this.#marks.push({ ...mark, lsn: swept.commitLsn });
    await this.release();
    return rows;
  }

  /** Removes from Redis what a second machine has, and moves the anchor there. */
  async release(): Promise<void> {
    const { ledger, waiting, anchor } = this.#options;
    this.#noticePromotion();
    const safe = this.#marks.findLastIndex(({ lsn }) => lsn !== undefined && ledger.isReplicated(lsn));
    const head = this.#marks[safe]?.head;
    const released = this.#marks.splice(0, safe + 1);
    released.push(...this.#tooMany());
    if (head !== undefined && head.sequence > 0) await anchor.advance(head);
    const streamIds = released.flatMap((mark) => mark.streamIds);
    if (streamIds.length === 0) return;
    await waiting.remove(streamIds).catch(() => this.requestSweep());
  }

  /** What the old master committed may not be on the new one: its positions in the log mean nothing any more. */
  #noticePromotion(): void {
    const epoch = this.#options.ledger.epoch();
    if (epoch === this.#epoch) return;
    this.#epoch = epoch;
    this.#marks = [];
    this.requestSweep();
  }

  #tooMany(): Mark[] {
    const { mostKept = 100_000 } = this.#options;
    let kept = this.#marks.reduce((sum, mark) => sum + mark.streamIds.length, 0);
    const released: Mark[] = [];
    while (kept > mostKept) {
      const mark = this.#marks.shift();
      if (mark === undefined) break;
      kept -= mark.streamIds.length;
      released.push(mark);
    }
    return released;
  }

  async #drain(checkAll: boolean): Promise<DrainStep> {
    const drained = await this.#options.ledger.extend(async (draft) => await this.#drainInside(draft, checkAll));
    if (drained === undefined) return { isBusy: true, rows: 0, hasMore: false };
    const { rows, streamIds, head, hasMore } = drained.result;
    if (rows > 0 || streamIds.length > 0) this.#marks.push({ streamIds, head, lsn: drained.commitLsn });
    return { isBusy: false, rows, hasMore };
  }

  async #drainInside(draft: LedgerDraft, checkAll: boolean) {
    const pending = await draft.takePending(this.#batchSize);
    const { entries, after, generation } = await this.#readStream(draft.head);
    const isNewMemory = generation !== draft.head.redisGeneration;
    const fresh = await withoutKnown(draft, entries, checkAll || isNewMemory);
    const position = { streamId: entries.at(-1)?.streamId ?? after, redisGeneration: generation };
    const head = await append(draft, draft.head, [...pending, ...fresh], position);
    return {
      head,
      rows: pending.length + fresh.length,
      streamIds: entries.map(({ streamId }) => streamId),
      hasMore: pending.length === this.#batchSize || entries.length === this.#batchSize,
    };
  }

  /** Without Redis only the changes of Postgres are chained. */
  async #readStream(head: LedgerHead): Promise<{ entries: WaitingEvent[]; after: string; generation: string }> {
    const { waiting } = this.#options;
    try {
      const generation = (await waiting.generation()) || head.redisGeneration;
      const isNewMemory = generation !== head.redisGeneration && head.redisGeneration !== '';
      // A Redis that lost everything may count its entries from anywhere.
      const after = isNewMemory ? FIRST : head.streamId;
      return { entries: await waiting.readAfter(after, this.#batchSize), after, generation };
    } catch {
      return { entries: [], after: head.streamId, generation: head.redisGeneration };
    }
  }

  async #sweepInside(draft: LedgerDraft, start: string) {
    const marks: Pick<Mark, 'streamIds' | 'head'>[] = [];
    let { head } = draft;
    let rows = 0;
    let from = start;
    for (let batch = 0; batch < BATCHES_PER_SWEEP; batch += 1) {
      const { waiting } = this.#options;
      const entries = await waiting.readBetween(from, draft.head.streamId, this.#batchSize).catch(() => undefined);
      // While Redis does not answer the rest stays due.
      if (entries === undefined) break;
      const last = entries.at(-1);
      if (last === undefined) return { rows, marks, next: undefined };
      const fresh = await withoutKnown(draft, entries, true);
      head = await append(draft, head, fresh, draft.head);
      rows += fresh.length;
      marks.push({ streamIds: entries.map(({ streamId }) => streamId), head });
      from = last.streamId;
    }
    return { rows, marks, next: from };
  }
}

/** Chains the events after `head` and writes them, when there is anything to write. */
async function append(
  draft: LedgerDraft,
  before: LedgerHead,
  events: readonly DecidedEvent[],
  { streamId, redisGeneration }: Pick<LedgerHead, 'streamId' | 'redisGeneration'>,
): Promise<LedgerHead> {
  const { rows, head } = extendChain(before, events.map(toFields));
  const next = { ...head, streamId, redisGeneration };
  const isMoved = streamId !== before.streamId || redisGeneration !== before.redisGeneration;
  if (rows.length > 0 || isMoved) await draft.append(rows, projectedFacts(events), next);
  return next;
}

/** Events of the entries that have no row yet, each once. */
async function withoutKnown(
  draft: LedgerDraft,
  entries: readonly WaitingEvent[],
  checkAll: boolean,
): Promise<DecidedEvent[]> {
  const doubtful = entries.filter(({ isRepeated }) => checkAll || isRepeated).map(({ event }) => event);
  const known = new Set(doubtful.length === 0 ? [] : await draft.known(doubtful));
  return entries.flatMap(({ event }) => {
    if (known.has(event.eventId)) return [];
    known.add(event.eventId);
    return [event];
  });
}
