import type { MigrationInterface, QueryRunner } from 'typeorm';
import { USER_JOBS } from './0004-user-jobs.sql.ts';
import { USER_SEARCH } from './0004-user-search.sql.ts';

/** Search over a million users, work on many at once, and a bin for those who are deleted. */
export class UsersAtScale1764000004000 implements MigrationInterface {
  readonly name = 'UsersAtScale1764000004000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of [...USER_JOBS, ...USER_SEARCH]) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of ['job_items', 'jobs', 'user_search', 'user_activity']) {
      await queryRunner.query(`DROP TABLE ${table} CASCADE`);
    }
    await queryRunner.query('DROP FUNCTION user_search_words(users) CASCADE');
    for (const name of ['names', 'parts', 'user', 'authenticator']) {
      await queryRunner.query(`DROP FUNCTION user_search_${name}_changed() CASCADE`);
    }
    await queryRunner.query('DROP FUNCTION user_activity_begins() CASCADE');
    await queryRunner.query('DROP FUNCTION user_search_refresh(uuid[], boolean), search_fold(text)');
    await queryRunner.query('ALTER TABLE users DROP COLUMN deleted_at');
  }
}
