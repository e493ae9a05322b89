import { Column, Entity, Index, JoinColumn, OneToOne, PrimaryColumn, type Relation } from 'typeorm';

/**
 * A row of `user_standings`: locks, blocks and bypasses, carried here by the journal. Redis enforces them; this is what
 * Redis is rebuilt from when it lost everything. Only the journal's drain writes it.
 */
@Entity('user_standings')
export class UserStandingRecord {
  @PrimaryColumn({ name: 'user_id', type: 'uuid', primaryKeyConstraintName: 'user_standings_pkey' })
  userId: string;

  @Index('user_standings_locked_until_idx', { where: 'locked_until IS NOT NULL' })
  @Column({ name: 'locked_until', type: 'timestamptz', nullable: true })
  lockedUntil: Date | null;

  @Index('user_standings_blocked_until_idx', { where: 'blocked_until IS NOT NULL' })
  @Column({ name: 'blocked_until', type: 'timestamptz', nullable: true })
  blockedUntil: Date | null;

  @Column({ name: 'block_reason', type: 'text', nullable: true })
  blockReason: string | null;

  @Column({ name: 'bypass_id', type: 'text', nullable: true })
  bypassId: string | null;

  @Index('user_standings_bypass_until_idx', { where: 'bypass_until IS NOT NULL' })
  @Column({ name: 'bypass_until', type: 'timestamptz', nullable: true })
  bypassUntil: Date | null;

  @Column({ name: 'updated_at', type: 'timestamptz' })
  updatedAt: Date;

  @OneToOne('UserRecord', { onDelete: 'CASCADE', nullable: false })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'user_standings_user_id_fkey' })
  user?: Relation<object>;
}
