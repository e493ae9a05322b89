import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';

/** A row of `company_secrets`. */
@Entity('company_secrets')
@Unique('company_secrets_name_key', ['name'])
export class CompanySecretRecord {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'company_secrets_pkey' })
  id: string;

  @Column({ type: 'text' })
  name: string;

  @Column({ name: 'secret_sealed', type: 'bytea' })
  secretSealed: Buffer;

  @Column({ name: 'sealed_with', type: 'text' })
  sealedWith: string;

  @Column({ name: 'updated_at', type: 'timestamptz' })
  updatedAt: Date;

  @Column({ name: 'updated_by', type: 'text' })
  updatedBy: string;
}
