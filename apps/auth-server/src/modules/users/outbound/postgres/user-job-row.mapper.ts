import type { UserJob, UserJobAction, UserJobState } from '../../application/ports/user-jobs.ts';

/** What {@link SELECT_JOB} gives. */
export interface JobRow {
  readonly id: string;
  readonly kind: UserJobAction;
  readonly state: UserJobState;
  readonly actor: string;
  readonly owner_id: string | null;
  readonly parameters: { readonly reason?: string; readonly until?: number };
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  readonly unchanged: number;
  readonly undo_of: string | null;
  readonly undone_by: string | null;
  readonly created_at: Date;
  readonly finished_at: Date | null;
}

/** A job; the conditions follow. */
export const SELECT_JOB = `
  SELECT j.id, j.kind, j.state, j.actor, j.owner_id, j.parameters, j.total, j.done, j.failed, j.unchanged, j.undo_of, j.undone_by,
    j.created_at, j.finished_at
  FROM jobs j`;

/** A row as the application sees it. */
export function toJob(row: JobRow): UserJob {
  return {
    id: row.id,
    action: row.kind,
    state: row.state,
    actor: row.actor,
    ownerId: row.owner_id ?? undefined,
    reason: row.parameters.reason ?? '',
    until: row.parameters.until ?? 0,
    total: row.total,
    done: row.done,
    failed: row.failed,
    unchanged: row.unchanged,
    createdAt: row.created_at.getTime(),
    finishedAt: row.finished_at?.getTime() ?? 0,
    undoOf: row.undo_of ?? undefined,
    undoneBy: row.undone_by ?? undefined,
  };
}
