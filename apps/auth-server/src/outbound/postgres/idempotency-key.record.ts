import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** The answer to a change that carried an idempotency key, so that a repeat gets the same one. */
@Entity('idempotency_keys')
export class IdempotencyKeyRecord {
  /** Actor and key, so that one caller cannot read the answer to another. */
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'idempotency_keys_pkey' })
  key: string;

  @Column({ name: 'request_hash', type: 'bytea' })
  requestHash: Buffer;

  /** Null only inside the transaction that makes the change. */
  @Column({ type: 'jsonb', nullable: true })
  response: unknown;

  @Index('idempotency_keys_created_at_idx')
  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
