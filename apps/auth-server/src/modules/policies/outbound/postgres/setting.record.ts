import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigintColumn } from '../../../../outbound/postgres/whole-number.ts';

/** A row of `settings`. */
@Entity('settings')
export class SettingRecord {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'settings_pkey' })
  key: string;

  @Column({ type: 'jsonb' })
  value: unknown;

  @Column({ type: 'bigint', default: 1, transformer: bigintColumn })
  version: number;

  @Column({ name: 'updated_at', type: 'timestamptz', default: () => 'now()' })
  updatedAt: Date;
}
