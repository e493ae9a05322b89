import { userDirectoryV1 } from '@countersign/contracts';
import { canBeUndone } from '../../application/manage-user-jobs.use-case.ts';
import type { UserJob } from '../../application/ports/user-jobs.ts';
import type { ListedUser } from '../../application/search-users.use-case.ts';
import { toWireUser } from './user.mapper.ts';

/** A user of a list on the wire. */
export function toWireFound({ user, standing, ...found }: ListedUser, now: number): userDirectoryV1.FoundUser {
  return {
    user: toWireUser(user, standing, now),
    lastSignInAtMilliseconds: found.lastSignInAt,
    deletedAtMilliseconds: found.deletedAt,
    isFromDirectory: found.isFromDirectory,
  };
}

/** A job on the wire. */
export function toWireJob(job: UserJob, now: number): userDirectoryV1.UserJob {
  return {
    id: job.id,
    action: job.action,
    state: job.state,
    actor: job.actor,
    reason: job.reason,
    total: job.total,
    done: job.done,
    failed: job.failed,
    unchanged: job.unchanged,
    createdAtMilliseconds: job.createdAt,
    finishedAtMilliseconds: job.finishedAt,
    canBeUndone: canBeUndone(job, now),
    undoOf: job.undoOf ?? '',
  };
}
