import type { EntityManager } from 'typeorm';
import type { UserJobTargets } from '../../application/ports/user-jobs.ts';
import { conditionsOf, matchAll } from './user-search-match.ts';

/** Writes the users of a job, in one statement however many they are. */
export async function insertItems(manager: EntityManager, jobId: string, targets: UserJobTargets): Promise<void> {
  switch (targets.kind) {
    case 'users':
      await manager.query(
        `INSERT INTO job_items (job_id, place, user_id, user_name)
         SELECT $1, u.place, u.id, u.name FROM unnest($2::uuid[], $3::text[]) WITH ORDINALITY AS u (id, name, place)`,
        [jobId, targets.users.map(({ id }) => id), targets.users.map(({ userName }) => userName)],
      );
      return;
    case 'undo':
      await manager.query(
        `INSERT INTO job_items (job_id, place, user_id, user_name, before)
         SELECT $1, i.place, i.user_id, i.user_name, i.before FROM job_items i WHERE i.job_id = $2 AND i.state = 'done'`,
        [jobId, targets.jobId],
      );
      return;
    default:
      await insertSelection(manager, jobId, targets);
  }
}

async function insertSelection(
  manager: EntityManager,
  jobId: string,
  { selection, exceptIds }: Extract<UserJobTargets, { kind: 'selection' }>,
): Promise<void> {
  const conditions = await conditionsOf(manager, selection, false);
  if (conditions.isEmpty) return;
  await manager.query(
    `INSERT INTO job_items (job_id, place, user_id, user_name)
     SELECT $3, row_number() OVER (ORDER BY s.user_id), s.user_id, s.user_name
     FROM ${conditions.from} WHERE ${matchAll(conditions)} AND s.user_id <> ALL($4::uuid[])`,
    [conditions.lexemes ?? null, new Date(selection.now), jobId, exceptIds],
  );
}
