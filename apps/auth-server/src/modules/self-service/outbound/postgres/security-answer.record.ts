import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';

/** A row of `security_answers`: the hash of one answer. */
@Entity('security_answers')
export class SecurityAnswerRecord {
  @PrimaryColumn({ name: 'user_id', type: 'uuid', primaryKeyConstraintName: 'security_answers_pkey' })
  userId: string;

  @PrimaryColumn({ name: 'question_id', type: 'text', primaryKeyConstraintName: 'security_answers_pkey' })
  questionId: string;

  /** PHC string (argon2id over the peppered normal form). */
  @Column({ name: 'answer_hash', type: 'text' })
  answerHash: string;

  @Column({ name: 'answered_at', type: 'timestamptz' })
  answeredAt: Date;

  @ManyToOne('UserRecord', { onDelete: 'CASCADE', nullable: false })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'security_answers_user_id_fkey' })
  user?: Relation<object>;
}
