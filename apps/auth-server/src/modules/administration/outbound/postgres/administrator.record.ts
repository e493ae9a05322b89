import { Check, Column, Entity, Index, JoinColumn, OneToOne, PrimaryColumn, type Relation } from 'typeorm';
import { bigintColumn } from '../../../../outbound/postgres/whole-number.ts';

/** A row of `administrators`: which role a user has, over whom. */
@Entity('administrators')
@Check('administrators_status_check', "status IN ('active', 'suspended')")
export class AdministratorRecord {
  @PrimaryColumn({ name: 'user_id', type: 'uuid', primaryKeyConstraintName: 'administrators_pkey' })
  userId: string;

  /** Name of a built-in role, or id of a row of `administrator_roles`. */
  @Index('administrators_role_id_idx')
  @Column({ name: 'role_id', type: 'text' })
  roleId: string;

  /** Null: everything. */
  @Column({ name: 'scope_groups', type: 'text', array: true, nullable: true })
  scopeGroups: string[] | null;

  @Column({ type: 'text', default: 'active' })
  status: string;

  @Column({ type: 'bigint', default: 1, transformer: bigintColumn })
  version: number;

  @Column({ name: 'added_by', type: 'text' })
  addedBy: string;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt: Date;

  @Column({ name: 'updated_at', type: 'timestamptz', default: () => 'now()' })
  updatedAt: Date;

  @OneToOne('UserRecord', { onDelete: 'RESTRICT', nullable: false })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'administrators_user_id_fkey' })
  user?: Relation<object>;
}
