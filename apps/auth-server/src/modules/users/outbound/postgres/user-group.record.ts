import { Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';

/** A row of `user_groups`: membership of a user in a group, by the group's name. */
@Entity('user_groups')
export class UserGroupRecord {
  @PrimaryColumn({ name: 'user_id', type: 'uuid', primaryKeyConstraintName: 'user_groups_pkey' })
  userId: string;

  @Index('user_groups_group_name_idx')
  @PrimaryColumn({ name: 'group_name', type: 'text', primaryKeyConstraintName: 'user_groups_pkey' })
  groupName: string;

  @ManyToOne('UserRecord', { onDelete: 'CASCADE', nullable: false })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'user_groups_user_id_fkey' })
  user?: Relation<object>;
}
