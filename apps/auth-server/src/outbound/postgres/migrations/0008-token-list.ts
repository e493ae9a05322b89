import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The way to tokens by the beginning of their serial number, in the order in which the list shows them. */
export class TokenList1764000008000 implements MigrationInterface {
  readonly name = 'TokenList1764000008000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `CREATE INDEX authenticators_oath_serial_idx ON authenticators
         ((lower(coalesce(serial_number, '')) COLLATE "C"), id) WHERE kind IN ('totp', 'hotp')`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX authenticators_oath_serial_idx');
  }
}
