import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';
import { bigintColumn } from '../../../../outbound/postgres/whole-number.ts';

/** A row of `administrator_roles`: a role that this installation made for itself. */
@Entity('administrator_roles')
@Unique('administrator_roles_name_key', ['name'])
export class AdministratorRoleRecord {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'administrator_roles_pkey' })
  id: string;

  @Column({ type: 'text' })
  name: string;

  @Column({ type: 'text', array: true })
  permissions: string[];

  @Column({ type: 'bigint', default: 1, transformer: bigintColumn })
  version: number;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt: Date;

  @Column({ name: 'updated_at', type: 'timestamptz', default: () => 'now()' })
  updatedAt: Date;
}
