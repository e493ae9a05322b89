import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A row of `settings_versions`. */
@Entity('settings_versions')
export class SettingsVersionRecord {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'settings_versions_pkey' })
  id: string;

  @Index('settings_versions_changed_at_idx')
  @Column({ name: 'changed_at', type: 'timestamptz' })
  changedAt: Date;

  @Column({ type: 'text' })
  actor: string;

  @Column({ type: 'text', default: '' })
  reason: string;

  @Column({ type: 'jsonb' })
  changes: unknown;

  @Column({ name: 'stored_before', type: 'jsonb' })
  storedBefore: unknown;
}
