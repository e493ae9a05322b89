import type { MigrationInterface, QueryRunner } from 'typeorm';
import { INITIAL_JOURNAL } from './0001-journal.sql.ts';
import { INITIAL_TABLES } from './0001-tables.sql.ts';

/** The tables of the first release. */
export class InitialSchema1764000000000 implements MigrationInterface {
  readonly name = 'InitialSchema1764000000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of [...INITIAL_TABLES, ...INITIAL_JOURNAL]) await queryRunner.query(statement);
  }

  /** There is nothing to go back to: an installation without tables is a new one. */
  async down(): Promise<void> {
    await Promise.reject(new Error('The first schema cannot be taken back; restore a backup instead.'));
  }
}
