import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';
import { bigintColumn } from '../../../../outbound/postgres/whole-number.ts';

/** A row of `users`. */
@Entity('users')
@Unique('users_user_name_key', ['userName'])
@Index('users_deleted_at_idx', ['deletedAt'], { where: 'deleted_at IS NOT NULL' })
export class UserRecord {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'users_pkey' })
  id: string;

  /** Grows with every security-relevant change (`Transaction.bumpUser`). */
  @Column({ type: 'bigint', default: 1, transformer: bigintColumn })
  version: number;

  /** The canonical name. */
  @Column({ name: 'user_name', type: 'text' })
  userName: string;

  @Column({ name: 'first_name', type: 'text', default: '' })
  firstName: string;

  @Column({ name: 'last_name', type: 'text', default: '' })
  lastName: string;

  @Column({ type: 'text', default: '' })
  mail: string;

  @Column({ type: 'text', default: '' })
  description: string;

  @Column({ name: 'is_enabled', type: 'boolean', default: true })
  isEnabled: boolean;

  @Column({ name: 'default_method', type: 'text', nullable: true })
  defaultMethod: string | null;

  /** Which of several authenticators of one kind is asked first. */
  @Column({ name: 'default_authenticator_id', type: 'uuid', nullable: true })
  defaultAuthenticatorId: string | null;

  /** The name that the directory knows this user by, when it is not the user name. */
  @Column({ name: 'directory_name', type: 'text', nullable: true })
  directoryName: string | null;

  /** PHC string. */
  @Column({ name: 'password_hash', type: 'text', nullable: true })
  passwordHash: string | null;

  @Column({ name: 'password_changed_at', type: 'timestamptz', nullable: true })
  passwordChangedAt: Date | null;

  /** PHC string. */
  @Column({ name: 'pin_hash', type: 'text', nullable: true })
  pinHash: string | null;

  @Column({ name: 'pin_changed_at', type: 'timestamptz', nullable: true })
  pinChangedAt: Date | null;

  @Column({ name: 'pin_change_required', type: 'boolean', default: false })
  pinChangeRequired: boolean;

  /** OATH codes of this user are entered as PIN followed by code. */
  @Column({ name: 'oath_pin_mode', type: 'boolean', default: false })
  oathPinMode: boolean;

  /** Language per channel. */
  @Column({ type: 'jsonb', default: {} })
  languages: Record<string, string>;

  @Column({ type: 'text', array: true, default: [] })
  tags: string[];

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt: Date;

  @Column({ name: 'updated_at', type: 'timestamptz', default: () => 'now()' })
  updatedAt: Date;

  /** Set while the user is in the bin: they cannot sign in, and their names stay theirs. */
  @Column({ name: 'deleted_at', type: 'timestamptz', nullable: true })
  deletedAt: Date | null;
}
