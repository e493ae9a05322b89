import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { AuthenticatorRecord } from './authenticator.record.ts';

/** A row of `recovery_codes`: one code of an authenticator of the kind `recovery_codes`. */
@Entity('recovery_codes')
export class RecoveryCodeRecord {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'recovery_codes_pkey' })
  id: string;

  @Index('recovery_codes_authenticator_id_idx')
  @Column({ name: 'authenticator_id', type: 'uuid' })
  authenticatorId: string;

  /** Keyed hash of the code. */
  @Column({ name: 'code_hash', type: 'bytea' })
  codeHash: Buffer;

  /** When it was spent, carried here by the journal. */
  @Column({ name: 'used_at', type: 'timestamptz', nullable: true })
  usedAt: Date | null;

  @ManyToOne('AuthenticatorRecord', { onDelete: 'CASCADE', nullable: false })
  @JoinColumn({ name: 'authenticator_id', foreignKeyConstraintName: 'recovery_codes_authenticator_id_fkey' })
  authenticator?: Relation<AuthenticatorRecord>;
}
