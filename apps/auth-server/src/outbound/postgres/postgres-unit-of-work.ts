import { type RandomSource, type Sealer, uuidv7 } from '@countersign/crypto';
import { DomainError, isDomainError } from '@countersign/errors';
import type { Logger } from '@countersign/observability';
import type { EntityManager } from 'typeorm';
import type { DecidedEvent } from '../../modules/journal/application/ports/journal-event.ts';
import type { ChangeEvent, CommandContext } from '../../platform/command-context.ts';
import type { Database, Transaction, UnitOfWork } from '../../platform/database.ts';
import { realTimer, type Timer } from '../../platform/timer.ts';
import { databaseFailure } from './database-failure.ts';
import { IdempotencyKeys } from './idempotency-keys.ts';
import { jsonbSafe } from './jsonb-safe.ts';
import type { UserVersionFence } from './user-version-fence.ts';
import { wholeNumber } from './whole-number.ts';

/** What {@link PostgresUnitOfWork} needs. */
export interface UnitOfWorkOptions {
  readonly database: Database;
  readonly fence: UserVersionFence;
  readonly sealer: Sealer;
  readonly random: RandomSource;
  readonly logger: Logger;
  /** Name of this server, as the journal says it. */
  readonly instance: string;
  /** Called after a commit that added or changed users. */
  readonly onUsersChanged: () => void;
  readonly timer?: Timer;
}

const ATTEMPTS = 3;
const SETTLE_AGAIN_MS = 2_000;

/** What one attempt has gathered; a repeat begins with a new one. */
interface Gathered {
  readonly events: DecidedEvent[];
  readonly bumped: Map<string, number>;
  readonly raised: Set<string>;
  isCommitting: boolean;
}

function concernsUsers({ events, bumped }: Gathered): boolean {
  return bumped.size > 0 || events.some(({ userId }) => userId !== undefined);
}

/** Changes in one transaction with their journal entries, their idempotency key and the fence of their users. */
export class PostgresUnitOfWork implements UnitOfWork {
  readonly #options: UnitOfWorkOptions;
  readonly #idempotency: IdempotencyKeys;
  /** Users whose fence may be higher than their record, because a change failed after it was raised. */
  readonly #unsettled = new Set<string>();

  constructor(options: UnitOfWorkOptions) {
    this.#options = options;
    this.#idempotency = new IdempotencyKeys(options.sealer);
  }

  async run<R>(context: CommandContext, fn: (tx: Transaction) => Promise<R>): Promise<R> {
    for (let attempt = 1; ; attempt += 1) {
      const gathered: Gathered = { events: [], bumped: new Map(), raised: new Set(), isCommitting: false };
      try {
        const result = await this.#options.database.write(
          async (manager) => await this.#attempt(manager, context, fn, gathered),
        );
        if (concernsUsers(gathered)) this.#options.onUsersChanged();
        return result;
      } catch (error) {
        this.#afterFailure(gathered);
        if (isDomainError(error) || databaseFailure(error) !== 'contention') throw error;
        if (attempt >= ATTEMPTS) throw contention(error);
      }
    }
  }

  /**
   * Makes the fence of a user what their record says. A sign-in that finds the fence above the record on the primary may ask for
   * it: the record is locked meanwhile, so no change of it can be under way.
   */
  async settle(userId: string): Promise<void> {
    await this.#options.database.write(async (manager) => {
      const rows = (await manager.query('SELECT version FROM users WHERE id = $1 FOR UPDATE', [userId])) as {
        version: unknown;
      }[];
      if (rows[0] !== undefined) await this.#options.fence.settle(userId, wholeNumber(rows[0].version));
    });
  }

  async #attempt<R>(
    manager: EntityManager,
    context: CommandContext,
    fn: (tx: Transaction) => Promise<R>,
    gathered: Gathered,
  ): Promise<R> {
    const earlier = await this.#idempotency.claim(manager, context);
    if (earlier !== undefined) return earlier.response as R;
    const result = await fn({
      manager,
      journal: (change) => gathered.events.push(this.#toEvent(change, context)),
      bumpUser: async (userId) => await bumpUser(manager, userId, gathered.bumped),
    });
    await writeEvents(manager, gathered.events, context.now);
    await this.#idempotency.keep(manager, context, result);
    for (const [userId, version] of gathered.bumped) {
      // Noted first: a call that failed may have arrived.
      gathered.raised.add(userId);
      await this.#options.fence.raise(userId, version);
    }
    gathered.isCommitting = true;
    return result;
  }

  #toEvent(change: ChangeEvent, context: CommandContext): DecidedEvent {
    const { action, kind = 'change', details, ...rest } = change;
    return {
      ...rest,
      eventId: uuidv7(new Date(context.now), this.#options.random),
      occurredAt: context.now,
      kind,
      server: this.#options.instance,
      details: { action, actor: context.actor, ...details },
      outcome: 'done',
      reason: '',
    };
  }

  #afterFailure({ raised }: Gathered): void {
    for (const userId of raised) this.#unsettled.add(userId);
    if (raised.size > 0) void this.#settleAll();
  }

  /** What cannot be settled now, for want of a master or of Redis, is tried again. */
  async #settleAll(): Promise<void> {
    for (const userId of [...this.#unsettled]) {
      try {
        await this.settle(userId);
        this.#unsettled.delete(userId);
      } catch (error) {
        this.#options.logger.warn({ err: error, userId }, 'The version fence of a user is settled later.');
      }
    }
    if (this.#unsettled.size > 0) (this.#options.timer ?? realTimer)(() => void this.#settleAll(), SETTLE_AGAIN_MS);
  }
}

async function bumpUser(manager: EntityManager, userId: string, bumped: Map<string, number>): Promise<number> {
  const known = bumped.get(userId);
  if (known !== undefined) return known;
  const [rows] = (await manager.query(
    'UPDATE users SET version = version + 1, updated_at = now() WHERE id = $1 RETURNING version',
    [userId],
  )) as [{ version: unknown }[], number];
  if (rows[0] === undefined) throw new DomainError('user_not_found', 'This user does not exist any more.');
  const version = wholeNumber(rows[0].version);
  bumped.set(userId, version);
  return version;
}

async function writeEvents(manager: EntityManager, events: readonly DecidedEvent[], now: number): Promise<void> {
  if (events.length === 0) return;
  await manager.query(
    `INSERT INTO journal_pending (event, created_at)
     SELECT event, to_timestamp($2 / 1000.0) FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY AS e (event, place)
     ORDER BY place`,
    [JSON.stringify(jsonbSafe(events)), now],
  );
}

function contention(cause: unknown): DomainError {
  const message = 'Others are changing the same records: nothing was changed. Try again.';
  return new DomainError('unavailable', message, { retryAfterSeconds: 1, cause });
}
