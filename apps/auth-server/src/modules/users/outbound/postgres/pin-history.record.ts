import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';

/** A row of `pin_history`: a PIN that a user had, as a PHC string. */
@Entity('pin_history')
export class PinHistoryRecord {
  @PrimaryColumn({ name: 'user_id', type: 'uuid', primaryKeyConstraintName: 'pin_history_pkey' })
  userId: string;

  @PrimaryColumn({ name: 'changed_at', type: 'timestamptz', primaryKeyConstraintName: 'pin_history_pkey' })
  changedAt: Date;

  @Column({ name: 'pin_hash', type: 'text' })
  pinHash: string;

  @ManyToOne('UserRecord', { onDelete: 'CASCADE', nullable: false })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'pin_history_user_id_fkey' })
  user?: Relation<object>;
}
