import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';
import { bigintColumn } from '../../../../outbound/postgres/whole-number.ts';

/** A row of `relying_parties`. */
@Entity('relying_parties')
@Unique('relying_parties_application_name_key', ['applicationName'])
export class RelyingPartyRecord {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'relying_parties_pkey' })
  id: string;

  /** `radius_client`; others come with their doors. */
  @Column({ type: 'text' })
  kind: string;

  @Column({ name: 'application_name', type: 'text' })
  applicationName: string;

  /** A `RelyingPartyPolicy` as JSON; checked by whoever reads it. */
  @Column({ type: 'jsonb' })
  policy: Record<string, unknown>;

  @Column({ type: 'bigint', default: 1, transformer: bigintColumn })
  version: number;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt: Date;

  @Column({ name: 'updated_at', type: 'timestamptz', default: () => 'now()' })
  updatedAt: Date;
}
