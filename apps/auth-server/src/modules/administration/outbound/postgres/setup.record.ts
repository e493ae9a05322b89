import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** The one row of `setup`: how far the first set-up of this installation has come. */
@Entity('setup')
@Check('setup_id_check', 'id = 1')
export class SetupRecord {
  @PrimaryColumn({ type: 'smallint', primaryKeyConstraintName: 'setup_pkey' })
  id: number;

  /** SHA-256 of the one-time token; null: there is none, or it was exchanged. */
  @Column({ name: 'token_hash', type: 'bytea', nullable: true })
  tokenHash: Buffer | null;

  /** SHA-256 of the session of the browser that exchanged it. */
  @Column({ name: 'session_hash', type: 'bytea', nullable: true })
  sessionHash: Buffer | null;

  @Column({ name: 'session_started_at', type: 'timestamptz', nullable: true })
  sessionStartedAt: Date | null;

  /** What the steps have left; without secrets in the clear. */
  @Column({ type: 'jsonb', default: {} })
  state: Record<string, unknown>;

  @Column({ name: 'completed_at', type: 'timestamptz', nullable: true })
  completedAt: Date | null;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt: Date;

  @Column({ name: 'updated_at', type: 'timestamptz', default: () => 'now()' })
  updatedAt: Date;
}
