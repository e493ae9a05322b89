import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** A row of `journal_pending`: a change that was committed together with it and waits for its place in the chain. */
@Entity('journal_pending')
export class JournalPendingRecord {
  @PrimaryGeneratedColumn('increment', { type: 'bigint', primaryKeyConstraintName: 'journal_pending_pkey' })
  id: string;

  @Column({ type: 'jsonb' })
  event: Record<string, unknown>;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt: Date;
}
