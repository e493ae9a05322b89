import { uuidv7 } from '@countersign/crypto';
import { type Permission, parseUserSearch, removalNeedsApproval } from '@countersign/domain';
import { DomainError } from '@countersign/errors';
import type { CommandContext } from '../../../platform/command-context.ts';
import type { Transaction } from '../../../platform/database.ts';
import type { Approvals, ApprovalSubject } from '../../administration/index.ts';
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
  /** What a second administrator approved; empty: nothing. */
  readonly approvalId: string;
  /** Ask a second administrator instead of beginning. */
  readonly askForApproval: boolean;
}

/** Work that began, or the request that a second administrator has to decide on first. */
export type StartedUserJob = { readonly job: UserJob } | { readonly approvalId: string };

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
};

/** Begins work on many users. */
export class StartUserJob {
  readonly #with: DirectoryDependencies & { readonly approvals: Approvals };

  constructor(dependencies: DirectoryDependencies & { readonly approvals: Approvals }) {
    this.#with = dependencies;
  }

  /**
   * @throws DomainError `permission_missing`; `proof_required` for many users and for deleting; `version_conflict` when it
   *   would be another number of users than expected; `not_allowed` when a second administrator has to approve it first;
   *   `invalid_request` for none
   */
  async execute(command: StartUserJobCommand, context: CommandContext): Promise<StartedUserJob> {
    const { action, expectedCount } = command;
    demandPermission(context.principal, JOB_PERMISSIONS[action]);
    if (expectedCount > MOST_WITHOUT_PROOF || action === 'delete') demandProof(context.principal, context.now);
    const subject = (await this.#needsApproval(command, context)) ? subjectOf(command) : undefined;
    if (subject !== undefined && command.askForApproval) return await this.#askForApproval(command, subject, context);
    const targets = await this.#targets(command, context);
    const job = this.#job(command, context);
    const started = await this.#with.unitOfWork.run(context, async (tx) => {
      if (subject !== undefined) await this.#with.approvals.use(tx, command.approvalId, subject, context);
      return await this.#create(tx, job, targets, command);
    });
    this.#with.wake();
    return { job: started };
  }

  /** The command line needs root on the server and nobody else. */
  async #needsApproval({ action, expectedCount }: StartUserJobCommand, context: CommandContext): Promise<boolean> {
    if (action !== 'delete' || context.principal === undefined) return false;
    const { search, settings } = this.#with;
    const all = await search.count({ query: EVERYBODY, scope: { kind: 'everything' }, now: context.now });
    return removalNeedsApproval(settings.current().removalThreshold, expectedCount, all);
  }

  async #askForApproval(
    { typed, userIds, expectedCount, reason }: StartUserJobCommand,
    subject: ApprovalSubject,
    context: CommandContext,
  ): Promise<StartedUserJob> {
    const summary = { users: expectedCount, query: userIds === undefined ? typed : '' };
    const { id } = await this.#with.approvals.request({ ...subject, summary, reason }, context);
    return { approvalId: id };
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

const EVERYBODY = emptySearch();

function emptySearch() {
  const parsed = parseUserSearch('');
  if (parsed.kind === 'problem') throw new Error('an empty search is a search');
  return parsed.query;
}

/** Exactly what is to be done, in a text that is the same when it is asked for and when it is done. */
function subjectOf({ userIds, typed, exceptIds, expectedCount }: StartUserJobCommand): ApprovalSubject {
  const whom = userIds === undefined ? { typed, exceptIds: [...exceptIds].sort() } : { userIds: [...userIds].sort() };
  return { kind: 'users_removal', subject: JSON.stringify({ ...whom, expectedCount }) };
}
