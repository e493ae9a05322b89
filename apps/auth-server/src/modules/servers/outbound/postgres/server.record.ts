import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A row of `servers`: a process that was activated, by its instance name. */
@Entity('servers')
export class ServerRecord {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'servers_pkey' })
  name: string;

  /** `auth-server`, `radius-gateway`, `delivery-worker`. */
  @Column({ type: 'text' })
  service: string;

  @Column({ name: 'certificate_serial', type: 'text' })
  certificateSerial: string;

  @Column({ name: 'activated_at', type: 'timestamptz' })
  activatedAt: Date;
}
