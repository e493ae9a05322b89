import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A row of `approvals`: an act that waits for a second administrator, or had one. */
@Entity('approvals')
@Check('approvals_decision_check', "decision IN ('approved', 'rejected')")
export class ApprovalRecord {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'approvals_pkey' })
  id: string;

  @Column({ type: 'text' })
  kind: string;

  /** What the one who decides is shown. */
  @Column({ type: 'jsonb' })
  summary: Record<string, unknown>;

  /** SHA-256 of what exactly may be done once it is approved. */
  @Column({ name: 'subject_hash', type: 'bytea' })
  subjectHash: Buffer;

  @Column({ type: 'text' })
  reason: string;

  @Column({ name: 'requested_by', type: 'uuid' })
  requestedBy: string;

  @Column({ name: 'requested_by_name', type: 'text' })
  requestedByName: string;

  @Index('approvals_requested_at_idx')
  @Column({ name: 'requested_at', type: 'timestamptz' })
  requestedAt: Date;

  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt: Date;

  @Column({ type: 'text', nullable: true })
  decision: string | null;

  @Column({ name: 'decided_by', type: 'uuid', nullable: true })
  decidedBy: string | null;

  @Column({ name: 'decided_by_name', type: 'text', nullable: true })
  decidedByName: string | null;

  @Column({ name: 'decided_at', type: 'timestamptz', nullable: true })
  decidedAt: Date | null;

  @Column({ name: 'decision_reason', type: 'text', default: '' })
  decisionReason: string;

  @Column({ name: 'used_at', type: 'timestamptz', nullable: true })
  usedAt: Date | null;
}
