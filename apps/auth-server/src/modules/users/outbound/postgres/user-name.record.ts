import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';

/** A row of `user_names`: every name that leads to a user, the user name itself included. One name, one user. */
@Entity('user_names')
@Check('user_names_kind_check', `kind IN ('user_name', 'alias')`)
export class UserNameRecord {
  @PrimaryColumn({ name: 'canonical_name', type: 'text', primaryKeyConstraintName: 'user_names_pkey' })
  canonicalName: string;

  @Index('user_names_user_id_idx')
  @Column({ name: 'user_id', type: 'uuid' })
  userId: string;

  @Column({ type: 'text' })
  kind: 'user_name' | 'alias';

  @ManyToOne('UserRecord', { onDelete: 'CASCADE', nullable: false })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'user_names_user_id_fkey' })
  user?: Relation<object>;
}
