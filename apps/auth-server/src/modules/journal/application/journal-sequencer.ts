import { isDomainError } from '@countersign/errors';
import type { Logger } from '@countersign/observability';
import type { Clock } from '../../../platform/clock.ts';
import type { Timer } from '../../../platform/timer.ts';
import type { DrainJournal } from './drain-journal.use-case.ts';
import type { JournalLedger } from './ports/journal-ledger.ts';

/** What {@link JournalSequencer} needs. */
export interface SequencerOptions {
  readonly drain: DrainJournal;
  readonly ledger: JournalLedger;
  /** Brings spooled entries to Redis; rejects while it refuses. */
  readonly shipSpool: () => Promise<number>;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly logger: Logger;
}

const IDLE_MS = 400;
const AWAY_MS = 1_000;
const FAILED_MS = 2_000;
const SWEEP_EVERY_MS = 5 * 60_000;
const UPKEEP_EVERY_MS = 60 * 60_000;
const IDEMPOTENCY_KEYS_LAST_MS = 24 * 60 * 60_000;

/**
 * Drains for ever. Every server runs one; whichever holds the lock of the chain at the moment works, the others find it taken and
 * ask again later. Without a master it waits: nothing is lost, it grows in Redis.
 */
export class JournalSequencer {
  readonly #options: SequencerOptions;
  #callOff: (() => void) | undefined;
  #running: Promise<void> | undefined;
  #isStopped = true;
  #sweptAt = 0;
  #keptUpAt = 0;

  constructor(options: SequencerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#isStopped = false;
    this.#schedule(0);
  }

  /** Resolves when the step under way has ended. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#callOff?.();
    await this.#running;
  }

  /** One round; gives the milliseconds until the next. */
  async step(): Promise<number> {
    const now = this.#options.clock.now();
    try {
      // While Redis refuses the spool keeps what it has.
      await this.#options.shipSpool().catch(() => 0);
      await this.#upkeep(now);
      const { drain } = this.#options;
      if (drain.isSweepDue) await this.#sweep();
      const { hasMore, isBusy } = await drain.execute();
      return hasMore && !isBusy ? 0 : IDLE_MS;
    } catch (error) {
      if (isDomainError(error, 'master_offline')) return AWAY_MS;
      this.#options.logger.error({ err: error }, 'The journal was not drained; its entries wait in Redis.');
      return FAILED_MS;
    }
  }

  #schedule(delayMs: number): void {
    this.#callOff?.();
    if (this.#isStopped) return;
    this.#callOff = this.#options.timer(() => {
      this.#running = this.step().then((pause) => {
        this.#running = undefined;
        this.#schedule(pause);
      });
    }, delayMs);
  }

  async #sweep(): Promise<void> {
    const strays = await this.#options.drain.sweep();
    if (strays > 0)
      this.#options.logger.warn({ rows: strays }, 'Journal entries from before the drained point were chained.');
  }

  async #upkeep(now: number): Promise<void> {
    if (now - this.#sweptAt >= SWEEP_EVERY_MS) {
      this.#sweptAt = now;
      this.#options.drain.requestSweep();
    }
    if (now - this.#keptUpAt < UPKEEP_EVERY_MS) return;
    await this.#options.ledger.preparePartitions(now);
    await this.#options.ledger.forgetIdempotencyKeys(now - IDEMPOTENCY_KEYS_LAST_MS);
    this.#keptUpAt = now;
  }
}
