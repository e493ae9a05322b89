import { wholeNumber } from '../../../../outbound/postgres/whole-number.ts';
import type { Database, Transaction } from '../../../../platform/database.ts';
import { readFresh } from '../../../administration/index.ts';
import {
  type NewUserJob,
  type StandingBefore,
  USER_JOB_ACTIONS,
  type UserJob,
  type UserJobItem,
  type UserJobProblem,
  type UserJobResult,
  type UserJobs,
  type UserJobState,
  type UserJobTargets,
} from '../../application/ports/user-jobs.ts';
import type { SelectedUser } from '../../application/ports/user-search.ts';
import { insertItems } from './user-job-items.sql.ts';
import { type JobRow, SELECT_JOB, toJob } from './user-job-row.mapper.ts';

const MOST_LISTED = 50;
const MOST_PROBLEMS = 10_000;

interface UserIdRow {
  readonly id: string;
}

/** {@link UserJobs} in Postgres. */
export class PostgresUserJobs implements UserJobs {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async create({ manager }: Transaction, job: NewUserJob, targets: UserJobTargets): Promise<number> {
    await manager.query(
      `INSERT INTO jobs (id, kind, state, actor, owner_id, parameters, total, undo_of, created_at)
       VALUES ($1, $2, 'waiting', $3, $4, $5, 0, $6, $7)`,
      [
        job.id,
        job.action,
        job.actor,
        job.ownerId ?? null,
        JSON.stringify({ reason: job.reason, until: job.until }),
        job.undoOf ?? null,
        new Date(job.createdAt),
      ],
    );
    await insertItems(manager, job.id, targets);
    const [[row]] = (await manager.query(
      'UPDATE jobs SET total = (SELECT count(*) FROM job_items WHERE job_id = $1) WHERE id = $1 RETURNING total',
      [job.id],
    )) as [{ total: unknown }[], number];
    return wholeNumber(row?.total ?? 0);
  }

  async lockNext({ manager }: Transaction): Promise<UserJob | undefined> {
    const [row] = (await manager.query(
      `${SELECT_JOB} WHERE j.state IN ('waiting', 'running') AND j.kind = ANY($1) ORDER BY j.created_at LIMIT 1 FOR UPDATE SKIP LOCKED`,
      [USER_JOB_ACTIONS],
    )) as JobRow[];
    return row === undefined ? undefined : toJob(row);
  }

  async lock({ manager }: Transaction, id: string): Promise<UserJob | undefined> {
    const [row] = (await manager.query(`${SELECT_JOB} WHERE j.id = $1 FOR UPDATE`, [id])) as JobRow[];
    return row === undefined ? undefined : toJob(row);
  }

  async waiting({ manager }: Transaction, jobId: string, limit: number): Promise<readonly UserJobItem[]> {
    const rows = (await manager.query(
      `SELECT place, user_id, user_name, before FROM job_items WHERE job_id = $1 AND state = 'waiting' ORDER BY place LIMIT $2`,
      [jobId, limit],
    )) as { place: number; user_id: string; user_name: string; before: StandingBefore }[];
    return rows.map((row) => ({ place: row.place, id: row.user_id, userName: row.user_name, before: row.before }));
  }

  async record({ manager }: Transaction, jobId: string, results: readonly UserJobResult[]): Promise<void> {
    await manager.query(
      `UPDATE job_items i SET state = r.state, problem = r.problem, before = r.before
       FROM jsonb_to_recordset($2::jsonb) AS r(place int, state text, problem text, before jsonb)
       WHERE i.job_id = $1 AND i.place = r.place`,
      [jobId, JSON.stringify(results)],
    );
    const counted = (state: UserJobResult['state']) => results.filter((result) => result.state === state).length;
    await manager.query(
      `UPDATE jobs SET state = 'running', done = done + $2, unchanged = unchanged + $3, failed = failed + $4 WHERE id = $1`,
      [jobId, counted('done'), counted('unchanged'), counted('failed')],
    );
  }

  async finish({ manager }: Transaction, jobId: string, state: UserJobState, at: number): Promise<void> {
    await manager.query('UPDATE jobs SET state = $2, finished_at = $3 WHERE id = $1', [jobId, state, new Date(at)]);
  }

  async markUndone({ manager }: Transaction, jobId: string, undoneBy: string): Promise<void> {
    await manager.query('UPDATE jobs SET undone_by = $2 WHERE id = $1', [jobId, undoneBy]);
  }

  async get(id: string): Promise<UserJob | undefined> {
    return await readFresh(this.#database, async (manager) => {
      const [row] = (await manager.query(`${SELECT_JOB} WHERE j.id = $1`, [id])) as JobRow[];
      return row === undefined ? undefined : toJob(row);
    });
  }

  async list(ownerId: string | undefined): Promise<readonly UserJob[]> {
    return await readFresh(this.#database, async (manager) => {
      const rows = (await manager.query(
        `${SELECT_JOB} WHERE $1::uuid IS NULL OR j.owner_id = $1 ORDER BY j.created_at DESC LIMIT ${MOST_LISTED}`,
        [ownerId ?? null],
      )) as JobRow[];
      return rows.map(toJob);
    });
  }

  async problems(jobId: string): Promise<readonly UserJobProblem[]> {
    return await readFresh(this.#database, async (manager) => {
      const rows = (await manager.query(
        `SELECT user_id, user_name, problem FROM job_items WHERE job_id = $1 AND state = 'failed'
         ORDER BY place LIMIT ${MOST_PROBLEMS}`,
        [jobId],
      )) as { user_id: string; user_name: string; problem: string }[];
      return rows.map((row) => ({ id: row.user_id, userName: row.user_name, problem: row.problem }));
    });
  }

  async setEnabled(
    { manager }: Transaction,
    userIds: readonly string[],
    isEnabled: boolean,
    at: number,
  ): Promise<ReadonlySet<string>> {
    const [rows] = (await manager.query(
      'UPDATE users SET is_enabled = $2, updated_at = $3 WHERE id = ANY($1::uuid[]) AND is_enabled <> $2 RETURNING id',
      [userIds, isEnabled, new Date(at)],
    )) as [UserIdRow[], number];
    return new Set(rows.map(({ id }) => id));
  }

  async setDeleted(
    { manager }: Transaction,
    userIds: readonly string[],
    deletedAt: number | undefined,
    at: number,
  ): Promise<ReadonlySet<string>> {
    const [rows] = (await manager.query(
      `UPDATE users SET deleted_at = $2, updated_at = $3
       WHERE id = ANY($1::uuid[]) AND (deleted_at IS NULL) = ($2::timestamptz IS NOT NULL) RETURNING id`,
      [userIds, deletedAt === undefined ? null : new Date(deletedAt), new Date(at)],
    )) as [UserIdRow[], number];
    return new Set(rows.map(({ id }) => id));
  }

  async lockOrdinary(
    { manager }: Transaction,
    userIds: readonly string[],
  ): Promise<ReadonlyMap<string, 'ordinary' | 'administrator'>> {
    const rows = (await manager.query(
      `SELECT u.id, EXISTS (SELECT 1 FROM administrators a WHERE a.user_id = u.id) AS is_administrator
       FROM users u WHERE u.id = ANY($1::uuid[]) ORDER BY u.id FOR UPDATE OF u`,
      [userIds],
    )) as { id: string; is_administrator: boolean }[];
    return new Map(rows.map((row) => [row.id, row.is_administrator ? 'administrator' : 'ordinary']));
  }

  async purge({ manager }: Transaction, before: number, limit: number): Promise<readonly SelectedUser[]> {
    const [rows] = (await manager.query(
      `DELETE FROM users WHERE id IN (SELECT u.id FROM users u WHERE u.deleted_at < $1
         AND NOT EXISTS (SELECT 1 FROM administrators a WHERE a.user_id = u.id) ORDER BY u.id LIMIT $2)
       RETURNING id, user_name`,
      [new Date(before), limit],
    )) as [{ id: string; user_name: string }[], number];
    return rows.map((row) => ({ id: row.id, userName: row.user_name }));
  }
}
