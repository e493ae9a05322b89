import { uuidv7 } from '@countersign/crypto';
import { DomainError } from '@countersign/errors';
import type { CommandContext } from '../../../platform/command-context.ts';
import type { Principal } from '../../../platform/principal.ts';
import { type DirectoryDependencies, demandPermission, demandProof } from './directory-dependencies.ts';
import type { NewUserJob, UserJob, UserJobAction, UserJobProblem } from './ports/user-jobs.ts';
import { JOB_PERMISSIONS } from './start-user-job.use-case.ts';

/** What takes an action back; what is not here cannot be taken back. */
const OPPOSITES: Partial<Record<UserJobAction, UserJobAction>> = {
  enable: 'disable',
  disable: 'enable',
  block: 'unblock',
  unblock: 'block',
  delete: 'restore',
  restore: 'delete',
};
const MOST_WITHOUT_PROOF = 10;
const DAY_MS = 86_400_000;
const UNDO_DAYS = { delete: 30, other: 1 } as const;

/** True while a job that has ended can be taken back. */
export function canBeUndone(job: UserJob, now: number): boolean {
  const days = job.action === 'delete' ? UNDO_DAYS.delete : UNDO_DAYS.other;
  const hasEnded = job.state === 'done' || job.state === 'cancelled';
  const isFresh = now < job.createdAt + days * DAY_MS;
  return OPPOSITES[job.action] !== undefined && hasEnded && isFresh && job.done > 0 && job.undoneBy === undefined;
}

/** Looks at, stops and takes back work on many users. */
export class ManageUserJobs {
  readonly #with: DirectoryDependencies;

  constructor(dependencies: DirectoryDependencies) {
    this.#with = dependencies;
  }

  /** @throws DomainError `not_found` */
  async get(id: string, principal: Principal | undefined): Promise<UserJob> {
    return visible(await this.#with.jobs.get(id), principal);
  }

  /** Who sees only some users sees only their own jobs: others may be about other users. */
  async list(principal: Principal | undefined): Promise<readonly UserJob[]> {
    return await this.#with.jobs.list(seesAll(principal) ? undefined : principal?.userId);
  }

  /** @throws DomainError `not_found` */
  async problems(id: string, principal: Principal | undefined): Promise<readonly UserJobProblem[]> {
    const job = await this.get(id, principal);
    return await this.#with.jobs.problems(job.id);
  }

  /**
   * Stops a job; what it has done stays done.
   *
   * @throws DomainError `not_found`, `permission_missing`
   */
  async cancel(id: string, context: CommandContext): Promise<UserJob> {
    const { unitOfWork, jobs } = this.#with;
    return await unitOfWork.run(context, async (tx) => {
      const job = visible(await jobs.lock(tx, id), context.principal);
      demandPermission(context.principal, JOB_PERMISSIONS[job.action]);
      if (job.state !== 'waiting' && job.state !== 'running') return job;
      await jobs.finish(tx, job.id, 'cancelled', context.now);
      tx.journal({ action: 'user_job_cancelled', details: { jobId: job.id, jobAction: job.action, done: job.done } });
      return { ...job, state: 'cancelled' as const, finishedAt: context.now };
    });
  }

  /**
   * Takes back what a job did, as a job of its own.
   *
   * @throws DomainError `not_found`, `permission_missing`, `proof_required`; `not_allowed` when it cannot be taken back
   */
  async undo(id: string, context: CommandContext): Promise<UserJob> {
    const { unitOfWork, jobs, random } = this.#with;
    const { principal, actor, now } = context;
    const started = await unitOfWork.run(context, async (tx) => {
      const job = visible(await jobs.lock(tx, id), principal);
      const action = OPPOSITES[job.action];
      if (action === undefined || !canBeUndone(job, now)) {
        throw new DomainError('not_allowed', 'This cannot be taken back any more, or it was taken back already.');
      }
      demandPermission(principal, JOB_PERMISSIONS[action]);
      if (job.done > MOST_WITHOUT_PROOF) demandProof(principal, now);
      const undo: NewUserJob = {
        id: uuidv7(new Date(now), random),
        action,
        actor,
        ownerId: principal?.userId,
        reason: job.reason,
        until: job.until,
        createdAt: now,
        undoOf: job.id,
      };
      const total = await jobs.create(tx, undo, { kind: 'undo', jobId: job.id });
      await jobs.markUndone(tx, job.id, undo.id);
      tx.journal({ action: 'user_job_undone', details: { jobId: job.id, undoneBy: undo.id, users: total } });
      const fresh = { state: 'waiting' as const, done: 0, failed: 0, unchanged: 0, finishedAt: 0, undoneBy: undefined };
      return { ...undo, ...fresh, total };
    });
    this.#with.wake();
    return started;
  }
}

function seesAll(principal: Principal | undefined): boolean {
  return principal === undefined || principal.administrator?.scope.kind === 'everything';
}

function visible(job: UserJob | undefined, principal: Principal | undefined): UserJob {
  if (job !== undefined && (seesAll(principal) || job.ownerId === principal?.userId)) return job;
  throw new DomainError('not_found', 'There is no such job.', { field: 'id' });
}
