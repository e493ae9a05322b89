import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A row of `activation_credentials`. The code itself is shown once and not kept. */
@Entity('activation_credentials')
export class ActivationCredentialRecord {
  /** Keyed hash of the activation code. */
  @PrimaryColumn({ name: 'code_hash', type: 'bytea', primaryKeyConstraintName: 'activation_credentials_pkey' })
  codeHash: Buffer;

  @Column({ type: 'text' })
  service: string;

  @Column({ type: 'text' })
  instance: string;

  @Index('activation_credentials_expires_at_idx')
  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt: Date;

  @Column({ name: 'used_at', type: 'timestamptz', nullable: true })
  usedAt: Date | null;
}
