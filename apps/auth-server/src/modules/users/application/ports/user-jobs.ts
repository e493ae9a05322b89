import type { Transaction } from '../../../../platform/database.ts';
import type { SelectedUser, UserSelection } from './user-search.ts';

/** DI token of the {@link UserJobs}. */
export const USER_JOBS = Symbol('USER_JOBS');

/** What can be done with many users at once. */
export const USER_JOB_ACTIONS = ['enable', 'disable', 'block', 'unblock', 'unlock', 'delete', 'restore'] as const;

/** See {@link USER_JOB_ACTIONS}. */
export type UserJobAction = (typeof USER_JOB_ACTIONS)[number];

/** How far a job is. */
export type UserJobState = 'waiting' | 'running' | 'done' | 'cancelled' | 'failed';

/** Work on many users. Instants are milliseconds since 1970. */
export interface UserJob {
  readonly id: string;
  readonly action: UserJobAction;
  readonly state: UserJobState;
  readonly actor: string;
  /** The user who asked; undefined: the command line. */
  readonly ownerId: string | undefined;
  readonly reason: string;
  /** When a block ends: fixed when the job is made, so that doing it twice is doing it once. */
  readonly until: number;
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  readonly unchanged: number;
  readonly createdAt: number;
  /** 0: it goes on. */
  readonly finishedAt: number;
  readonly undoOf: string | undefined;
  readonly undoneBy: string | undefined;
}

/** How a user stood before, for whoever takes it back. */
export interface StandingBefore {
  readonly until?: number;
  readonly reason?: string;
}

/** One user of a job. */
export interface UserJobItem extends SelectedUser {
  readonly place: number;
  readonly before: StandingBefore;
}

/** What became of one user. */
export interface UserJobResult {
  readonly place: number;
  readonly state: 'done' | 'unchanged' | 'failed';
  /** Empty unless it failed. */
  readonly problem: string;
  readonly before: StandingBefore;
}

/** A user for whom it did not work. */
export interface UserJobProblem extends SelectedUser {
  readonly problem: string;
}

/** Whom a job is for: these, all of a selection but some, or those for whom another job did something. */
export type UserJobTargets =
  | { readonly kind: 'users'; readonly users: readonly SelectedUser[] }
  | { readonly kind: 'selection'; readonly selection: UserSelection; readonly exceptIds: readonly string[] }
  | { readonly kind: 'undo'; readonly jobId: string };

/** A job to be made. */
export type NewUserJob = Pick<
  UserJob,
  'id' | 'action' | 'actor' | 'ownerId' | 'reason' | 'until' | 'createdAt' | 'undoOf'
>;

/** Jobs in Postgres: they survive the process that works on them. */
export interface UserJobs {
  /** @returns for how many users */
  create(tx: Transaction, job: NewUserJob, targets: UserJobTargets): Promise<number>;
  /**
   * The oldest job with something left to do that no other server works on, of an action that this server knows; locked
   * until the end of the transaction.
   */
  lockNext(tx: Transaction): Promise<UserJob | undefined>;
  /** Locked until the end of the transaction. */
  lock(tx: Transaction, id: string): Promise<UserJob | undefined>;
  waiting(tx: Transaction, jobId: string, limit: number): Promise<readonly UserJobItem[]>;
  /** Writes what became of some users, and counts. */
  record(tx: Transaction, jobId: string, results: readonly UserJobResult[]): Promise<void>;
  finish(tx: Transaction, jobId: string, state: UserJobState, at: number): Promise<void>;
  markUndone(tx: Transaction, jobId: string, undoneBy: string): Promise<void>;
  get(id: string): Promise<UserJob | undefined>;
  /** The newest fifty; of one person only, unless `ownerId` is undefined. */
  list(ownerId: string | undefined): Promise<readonly UserJob[]>;
  problems(jobId: string): Promise<readonly UserJobProblem[]>;

  /** @returns those whom it changed */
  setEnabled(tx: Transaction, userIds: readonly string[], isEnabled: boolean, at: number): Promise<ReadonlySet<string>>;
  /** Into the bin, or out of it again with undefined. @returns those whom it changed */
  setDeleted(
    tx: Transaction,
    userIds: readonly string[],
    deletedAt: number | undefined,
    at: number,
  ): Promise<ReadonlySet<string>>;
  /** Those who are there and not administrators, whom no bulk may touch. */
  lockOrdinary(tx: Transaction, userIds: readonly string[]): Promise<ReadonlyMap<string, 'ordinary' | 'administrator'>>;
  /** Removes for good who was in the bin before `before`. @returns whom */
  purge(tx: Transaction, before: number, limit: number): Promise<readonly SelectedUser[]>;
}
