import { uuidv7 } from '@countersign/crypto';
import type { Permission } from '@countersign/domain';
import { DomainError } from '@countersign/errors';
import type { CommandContext } from '../../../platform/command-context.ts';
import type { Transaction } from '../../../platform/database.ts';
import { type DirectoryDependencies, demandPermission, demandProof, scopeOf } from './directory-dependencies.ts';
import type { NewUserJob, UserJob, UserJobAction, UserJobTargets } from './ports/user-jobs.ts';
import { LARGEST_EXACT_TOTAL } from './ports/user-search.ts';
import { selectionOf } from './search-users.use-case.ts';

/** Work to be begun. */
export interface StartUserJobCommand {
  readonly action: UserJobAction;
  /** Undefined: all that `typed` finds. */
  readonly userIds: readonly string[] | undefined;
  readonly typed: string;
  readonly exceptIds: readonly string[];
  readonly expectedCount: number;
  readonly reason: string;
}

/** Work on more users than this needs a fresh proof. */
const MOST_WITHOUT_PROOF = 10;
const DAY_MS = 86_400_000;

/** Who may do what with many users. */
export const JOB_PERMISSIONS: Readonly<Record<UserJobAction, Permission>> = {
  enable: 'user.write',
  disable: 'user.write',
  block: 'user.block',
  unblock: 'user.unlock',
  unlock: 'user.unlock',
  delete: 'user.delete',
  restore: 'user.delete',
  send_enrollment_mail: 'user.write',
};

/** Begins work on many users. */
export class StartUserJob {
  readonly #with: DirectoryDependencies;

  constructor(dependencies: DirectoryDependencies) {
    this.#with = dependencies;
  }

  /**
   * @throws DomainError `permission_missing`; `proof_required` for many users and for deleting; `version_conflict` when it
   *   would be another number of users than expected; `invalid_request` for none
   */
  async execute(command: StartUserJobCommand, context: CommandContext): Promise<UserJob> {
    const { action, expectedCount } = command;
    demandPermission(context.principal, JOB_PERMISSIONS[action]);
    if (expectedCount > MOST_WITHOUT_PROOF || action === 'delete') demandProof(context.principal, context.now);
    const targets = await this.#targets(command, context);
    const job = this.#job(command, context);
    const started = await this.#with.unitOfWork.run(
      context,
      async (tx) => await this.#create(tx, job, targets, command),
    );
    this.#with.wake();
    return started;
  }

  async #create(
    tx: Transaction,
    job: NewUserJob,
    targets: UserJobTargets,
    { expectedCount }: StartUserJobCommand,
  ): Promise<UserJob> {
    const total = await this.#with.jobs.create(tx, job, targets);
    if (total === 0) throw new DomainError('invalid_request', 'There is no such user.', { field: 'user_ids' });
    if (Math.min(total, LARGEST_EXACT_TOTAL + 1) !== Math.min(expectedCount, LARGEST_EXACT_TOTAL + 1)) {
      throw new DomainError('version_conflict', `The list changed meanwhile: it would be ${total} users now.`, {
        field: 'expected_count',
      });
    }
    tx.journal({
      action: 'user_job_started',
      details: { jobId: job.id, jobAction: job.action, users: total, reason: job.reason },
    });
    return { ...job, state: 'waiting', total, done: 0, failed: 0, unchanged: 0, finishedAt: 0, undoneBy: undefined };
  }

  #job({ action, reason }: StartUserJobCommand, { actor, principal, now }: CommandContext): NewUserJob {
    const until = action === 'block' ? now + this.#with.settings.current().blockDays * DAY_MS : 0;
    const id = uuidv7(new Date(now), this.#with.random);
    return { id, action, actor, ownerId: principal?.userId, reason, until, createdAt: now, undoOf: undefined };
  }

  async #targets({ userIds, typed, exceptIds }: StartUserJobCommand, context: CommandContext): Promise<UserJobTargets> {
    const { principal, now } = context;
    if (userIds === undefined) return { kind: 'selection', selection: selectionOf(typed, principal, now), exceptIds };
    return { kind: 'users', users: await this.#with.search.visible(userIds, scopeOf(principal)) };
  }
}
