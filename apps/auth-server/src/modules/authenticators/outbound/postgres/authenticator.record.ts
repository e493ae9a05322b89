import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation, Unique } from 'typeorm';
import { bigintColumn } from '../../../../outbound/postgres/whole-number.ts';

/** What a row of `authenticators` holds beside its columns, by kind. */
export interface AuthenticatorParameters {
  readonly algorithm?: 'SHA1' | 'SHA256' | 'SHA512';
  readonly digits?: 6 | 8;
  readonly periodSeconds?: 30 | 60;
  /** E.164, of a phone. */
  readonly number?: string;
  readonly extension?: string;
  readonly manufacturer?: string;
  readonly model?: string;
  /** Of a passkey: COSE key in base64url, signature counter at registration, and how the browser reaches it. */
  readonly publicKey?: string;
  readonly signCount?: number;
  readonly transports?: readonly string[];
  readonly aaguid?: string;
  readonly deviceType?: string;
  readonly isBackedUp?: boolean;
  readonly rpId?: string;
}

/** A row of `authenticators`. Without a user it was imported and waits to be assigned. */
@Entity('authenticators')
@Unique('authenticators_serial_number_key', ['serialNumber'])
@Index('authenticators_oath_serial_idx', { synchronize: false })
@Unique('authenticators_credential_id_key', ['credentialId'])
@Check('authenticators_kind_check', `kind IN ('totp', 'hotp', 'phone', 'recovery_codes', 'passkey')`)
@Check('authenticators_state_check', `state IN ('pending', 'active', 'suspended', 'revoked')`)
export class AuthenticatorRecord {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'authenticators_pkey' })
  id: string;

  @Index('authenticators_user_id_idx')
  @Column({ name: 'user_id', type: 'uuid', nullable: true })
  userId: string | null;

  @Column({ type: 'text' })
  kind: 'totp' | 'hotp' | 'phone' | 'recovery_codes' | 'passkey';

  @Column({ type: 'text', default: 'active' })
  state: 'pending' | 'active' | 'suspended' | 'revoked';

  @Column({ type: 'text', default: '' })
  name: string;

  @Column({ name: 'serial_number', type: 'text', nullable: true })
  serialNumber: string | null;

  /** Of a passkey, base64url. */
  @Column({ name: 'credential_id', type: 'text', nullable: true })
  credentialId: string | null;

  /** Sealed for {table: 'authenticators', column: 'secret_sealed', row: id}. */
  @Column({ name: 'secret_sealed', type: 'bytea', nullable: true })
  secretSealed: Buffer | null;

  /** Id of the key that sealed it. */
  @Index('authenticators_sealed_with_idx')
  @Column({ name: 'sealed_with', type: 'text', nullable: true })
  sealedWith: string | null;

  @Column({ type: 'jsonb', default: {} })
  parameters: AuthenticatorParameters;

  @Column({ name: 'drift_steps', type: 'int', default: 0 })
  driftSteps: number;

  /** Last accepted time step or counter that the journal carried here; -1: none. Never goes back. */
  @Column({ name: 'last_accepted', type: 'bigint', default: -1, transformer: bigintColumn })
  lastAccepted: number;

  @Column({ name: 'last_used_at', type: 'timestamptz', nullable: true })
  lastUsedAt: Date | null;

  @Column({ name: 'bound_at', type: 'timestamptz', nullable: true })
  boundAt: Date | null;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt: Date;

  @ManyToOne('UserRecord', { onDelete: 'CASCADE', nullable: true })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'authenticators_user_id_fkey' })
  user?: Relation<object>;
}
