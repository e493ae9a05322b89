import { Column, Entity, JoinColumn, OneToOne, PrimaryColumn, type Relation } from 'typeorm';

/** A row of `user_preferences`: how somebody wants the pages, and until when their enrollment may wait. */
@Entity('user_preferences')
export class UserPreferenceRecord {
  @PrimaryColumn({ name: 'user_id', type: 'uuid', primaryKeyConstraintName: 'user_preferences_pkey' })
  userId: string;

  /** Empty: the company's. */
  @Column({ name: 'ui_language', type: 'text', default: '' })
  uiLanguage: string;

  @Column({ type: 'text', default: 'system' })
  theme: string;

  /** Empty: the browser's. */
  @Column({ name: 'time_zone', type: 'text', default: '' })
  timeZone: string;

  @Column({ name: 'enrollment_deadline_at', type: 'timestamptz', nullable: true })
  enrollmentDeadlineAt: Date | null;

  @Column({ name: 'updated_at', type: 'timestamptz' })
  updatedAt: Date;

  @OneToOne('UserRecord', { onDelete: 'CASCADE', nullable: false })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'user_preferences_user_id_fkey' })
  user?: Relation<object>;
}
