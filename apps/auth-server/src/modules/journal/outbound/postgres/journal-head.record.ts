import { Check, Column, Entity, PrimaryColumn } from 'typeorm';
import { bigintColumn } from '../../../../outbound/postgres/whole-number.ts';

/** The one row of `journal_head`: the end of the chain, and how far the stream of Redis has been drained. */
@Entity('journal_head')
@Check('journal_head_singleton_check', 'singleton')
export class JournalHeadRecord {
  @PrimaryColumn({ type: 'boolean', default: true, primaryKeyConstraintName: 'journal_head_pkey' })
  singleton: boolean;

  @Column({ name: 'last_sequence', type: 'bigint', transformer: bigintColumn })
  lastSequence: number;

  @Column({ name: 'last_hash', type: 'bytea' })
  lastHash: Buffer;

  /** Id of the last stream entry in the chain. */
  @Column({ name: 'last_stream_id', type: 'text', default: '0-0' })
  lastStreamId: string;

  /** Generation of Redis that the id belongs to. */
  @Column({ name: 'redis_generation', type: 'text', default: '' })
  redisGeneration: string;
}
