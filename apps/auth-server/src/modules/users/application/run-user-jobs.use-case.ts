import { isDomainError } from '@countersign/errors';
import type { Clock } from '../../../platform/clock.ts';
import type { Transaction } from '../../../platform/database.ts';
import type { DirectoryDependencies } from './directory-dependencies.ts';
import type { StandingBefore, UserJob, UserJobItem, UserJobResult } from './ports/user-jobs.ts';
import type { Standing, StandingCommand } from './ports/user-standings.ts';

/** What is done in one transaction: short enough to wait for, long enough to get on. */
const BATCH = 100;
const BIN_DAYS = 30;
const DAY_MS = 86_400_000;

const GONE = 'The user does not exist any more.';
const ADMINISTRATOR = 'The user is an administrator: act on them one by one, under Administrators.';
const NOT_KNOWN = 'How the user stands could not be read; nothing was changed.';

/** What the runner needs. */
export type RunUserJobsDependencies = Pick<DirectoryDependencies, 'unitOfWork' | 'jobs' | 'standings'> & {
  readonly clock: Clock;
};

/**
 * Does the next users of the oldest job. The users, what became of them, and the journal are one transaction, so a job goes
 * on where it was when its process died. Blocks and locks live in Redis, outside of the transaction: what is there already
 * is not done again, so each user's change is in the journal once.
 */
export class RunUserJobs {
  readonly #with: RunUserJobsDependencies;

  constructor(dependencies: RunUserJobsDependencies) {
    this.#with = dependencies;
  }

  /** @returns whether there was anything to do */
  async step(): Promise<boolean> {
    const { unitOfWork, jobs, clock } = this.#with;
    const now = clock.now();
    const next = await unitOfWork.run({ actor: 'auth-server', now }, async (tx) => (await jobs.lockNext(tx)) ?? null);
    if (next === null) return false;
    // The journal names who began the job, so the job is known before the transaction that does its work.
    return await unitOfWork.run({ actor: next.actor, now }, async (tx) => {
      const job = await jobs.lock(tx, next.id);
      if (job === undefined || (job.state !== 'waiting' && job.state !== 'running')) return true;
      const items = await jobs.waiting(tx, job.id, BATCH);
      if (items.length > 0) await jobs.record(tx, job.id, await this.#act(tx, job, items, now));
      if (items.length < BATCH) await jobs.finish(tx, job.id, 'done', now);
      return true;
    });
  }

  /** Removes for good who was in the bin for long enough. @returns how many */
  async purge(): Promise<number> {
    const { unitOfWork, jobs, clock } = this.#with;
    const now = clock.now();
    return await unitOfWork.run({ actor: 'auth-server', now }, async (tx) => {
      const purged = await jobs.purge(tx, now - BIN_DAYS * DAY_MS, BATCH);
      for (const { id, userName } of purged) {
        tx.journal({ action: 'user_removed', userId: id, userName, details: { fromBin: true } });
      }
      return purged.length;
    });
  }

  async #act(
    tx: Transaction,
    job: UserJob,
    items: readonly UserJobItem[],
    now: number,
  ): Promise<readonly UserJobResult[]> {
    const ids = items.map(({ id }) => id);
    const known = await this.#with.jobs.lockOrdinary(tx, ids);
    const ordinary = items.filter(({ id }) => known.get(id) === 'ordinary');
    const refused = items.flatMap((item) => {
      const kind = known.get(item.id);
      return kind === 'ordinary' ? [] : [failed(item, kind === undefined ? GONE : ADMINISTRATOR)];
    });
    return [...refused, ...(await this.#actOnOrdinary(tx, job, ordinary, now))];
  }

  async #actOnOrdinary(
    tx: Transaction,
    job: UserJob,
    items: readonly UserJobItem[],
    now: number,
  ): Promise<readonly UserJobResult[]> {
    const { jobs } = this.#with;
    const ids = items.map(({ id }) => id);
    switch (job.action) {
      case 'enable':
        return await this.#changed(tx, job, items, await jobs.setEnabled(tx, ids, true, now));
      case 'disable':
        return await this.#changed(tx, job, items, await jobs.setEnabled(tx, ids, false, now));
      case 'delete':
        return await this.#changed(tx, job, items, await jobs.setDeleted(tx, ids, now, now));
      case 'restore':
        return await this.#changed(tx, job, items, await jobs.setDeleted(tx, ids, undefined, now));
      case 'block':
      case 'unblock':
      case 'unlock':
        return await this.#standings({ ...job, action: job.action }, items, now);
      default:
        return refuseUnknown(job.action);
    }
  }

  /** Servers that remember a changed user must not use what they remember. */
  async #changed(
    tx: Transaction,
    job: UserJob,
    items: readonly UserJobItem[],
    changed: ReadonlySet<string>,
  ): Promise<readonly UserJobResult[]> {
    for (const { id, userName } of items) {
      if (!changed.has(id)) continue;
      await tx.bumpUser(id);
      tx.journal({
        action: `user_${PAST[job.action] ?? job.action}`,
        userId: id,
        userName,
        details: { jobId: job.id, reason: job.reason },
      });
    }
    return items.map((item) => ({
      place: item.place,
      state: changed.has(item.id) ? 'done' : 'unchanged',
      problem: '',
      before: item.before,
    }));
  }

  async #standings(job: StandingJob, items: readonly UserJobItem[], now: number): Promise<readonly UserJobResult[]> {
    const known = await this.#with.standings.read(items.map(({ id }) => id));
    const results: UserJobResult[] = [];
    for (const item of items) {
      const standing = known.get(item.id) ?? NOTHING;
      try {
        results.push(await this.#changeStanding(job, item, standing, now));
      } catch (error) {
        if (!isDomainError(error)) throw error;
        results.push(failed(item, NOT_KNOWN));
      }
    }
    return results;
  }

  async #changeStanding(job: StandingJob, item: UserJobItem, standing: Standing, now: number): Promise<UserJobResult> {
    const { standings } = this.#with;
    const command: StandingCommand = { userId: item.id, userName: item.userName, actor: job.actor, now };
    const isBlocked = standing.blockedUntil > now;
    switch (job.action) {
      case 'block': {
        const { until = job.until, reason = job.reason } = item.before;
        if (isBlocked) return standing.blockedUntil === until ? done(item, {}) : unchanged(item);
        await standings.block({ ...command, until, reason });
        return done(item, {});
      }
      case 'unblock':
        // Repeated after a crash the block is gone; who was never blocked is told from who was by what the job noted.
        if (!isBlocked) return unchanged(item);
        await standings.unblock({ ...command, reason: job.reason });
        return done(item, { until: standing.blockedUntil, reason: standing.blockReason });
      case 'unlock':
        if (!isHeldBack(standing, now)) return unchanged(item);
        await standings.unlock(command);
        return done(item, {});
      default:
        return refuseUnknown(job.action);
    }
  }
}

/** True when there is something to unlock: a lock, or wrong attempts on the way to one. */
function isHeldBack({ lockedUntil, failedAttempts }: Standing, now: number): boolean {
  return lockedUntil > now || failedAttempts > 0;
}

/** Work on what Redis knows of users. */
type StandingJob = UserJob & { readonly action: 'block' | 'unblock' | 'unlock' };

/** An action that nobody wrote how to do must never end as another one. */
function refuseUnknown(action: never): never {
  throw new Error(`there is no way to do ${String(action)} to many users`);
}

const NOTHING: Standing = { lockedUntil: 0, blockedUntil: 0, blockReason: '', bypassUntil: 0, failedAttempts: 0 };

const PAST: Readonly<Record<string, string>> = {
  enable: 'enabled',
  disable: 'disabled',
  delete: 'deleted',
  restore: 'restored',
};

function done({ place }: UserJobItem, before: StandingBefore): UserJobResult {
  return { place, state: 'done', problem: '', before };
}

function unchanged({ place, before }: UserJobItem): UserJobResult {
  return { place, state: 'unchanged', problem: '', before };
}

function failed({ place, before }: UserJobItem, problem: string): UserJobResult {
  return { place, state: 'failed', problem, before };
}
