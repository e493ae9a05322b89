import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation, Unique } from 'typeorm';
import type { RelyingPartyRecord } from './relying-party.record.ts';

/** A row of `radius_clients`: from where a relying party asks over RADIUS, and with which secret. */
@Entity('radius_clients')
@Unique('radius_clients_network_key', ['network'])
export class RadiusClientRecord {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'radius_clients_pkey' })
  id: string;

  @Index('radius_clients_relying_party_id_idx')
  @Column({ name: 'relying_party_id', type: 'uuid' })
  relyingPartyId: string;

  /** CIDR notation; host bits are zero (the type `cidr` refuses others). */
  @Column({ type: 'cidr' })
  network: string;

  /** Sealed for {table: 'radius_clients', column: 'secret_sealed', row: id}. */
  @Column({ name: 'secret_sealed', type: 'bytea' })
  secretSealed: Buffer;

  /** Sealed for {table: 'radius_clients', column: 'previous_secret_sealed', row: id}. */
  @Column({ name: 'previous_secret_sealed', type: 'bytea', nullable: true })
  previousSecretSealed: Buffer | null;

  @Column({ name: 'previous_secret_retires_at', type: 'timestamptz', nullable: true })
  previousSecretRetiresAt: Date | null;

  @Column({ name: 'secret_changed_at', type: 'timestamptz' })
  secretChangedAt: Date;

  /** Id of the key that sealed both secrets. */
  @Index('radius_clients_sealed_with_idx')
  @Column({ name: 'sealed_with', type: 'text' })
  sealedWith: string;

  @Column({ name: 'require_message_authenticator', type: 'boolean', default: true })
  requireMessageAuthenticator: boolean;

  @Column({ name: 'allow_unsigned_proxy_state', type: 'boolean', default: false })
  allowUnsignedProxyState: boolean;

  @Column({ name: 'password_encoding', type: 'text', default: 'utf8' })
  passwordEncoding: string;

  @Column({ name: 'nas_deadline_seconds', type: 'int', default: 10 })
  nasDeadlineSeconds: number;

  @Column({ name: 'send_class', type: 'boolean', default: true })
  sendClass: boolean;

  @Column({ name: 'client_address_attributes', type: 'text', array: true, default: [] })
  clientAddressAttributes: string[];

  @Column({ name: 'requests_per_second', type: 'int', default: 0 })
  requestsPerSecond: number;

  @ManyToOne('RelyingPartyRecord', { onDelete: 'CASCADE', nullable: false })
  @JoinColumn({ name: 'relying_party_id', foreignKeyConstraintName: 'radius_clients_relying_party_id_fkey' })
  relyingParty?: Relation<RelyingPartyRecord>;
}
