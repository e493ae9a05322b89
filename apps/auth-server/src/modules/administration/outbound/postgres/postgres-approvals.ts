import type { ApprovalKind } from '@countersign/domain';
import type { Json } from '../../../../platform/command-context.ts';
import type { Database, Transaction } from '../../../../platform/database.ts';
import type { Approval, ApprovalRepository, Decision } from '../../application/ports/approval-repository.ts';
import { readFresh } from './read-fresh.ts';

interface Row {
  readonly id: string;
  readonly kind: ApprovalKind;
  readonly summary: Record<string, Json>;
  readonly subject_hash: Buffer;
  readonly reason: string;
  readonly requested_by: string;
  readonly requested_by_name: string;
  readonly requested_at: Date;
  readonly expires_at: Date;
  readonly decision: 'approved' | 'rejected' | null;
  readonly decided_by_name: string | null;
  readonly decided_at: Date | null;
  readonly decision_reason: string;
  readonly used_at: Date | null;
}

const MOST = 500;

/** {@link ApprovalRepository} in Postgres. */
export class PostgresApprovals implements ApprovalRepository {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async list(since: number): Promise<readonly Approval[]> {
    const rows = await readFresh<Row[]>(
      this.#database,
      async (manager) =>
        await manager.query(
          `SELECT * FROM approvals WHERE requested_at >= $1 ORDER BY requested_at DESC LIMIT ${MOST}`,
          [new Date(since)],
        ),
    );
    return rows.map(toApproval);
  }

  async add({ manager }: Transaction, approval: Approval): Promise<void> {
    await manager.query(
      `INSERT INTO approvals
         (id, kind, summary, subject_hash, reason, requested_by, requested_by_name, requested_at, expires_at)
       VALUES ($1, $2, $3, decode($4, 'hex'), $5, $6, $7, $8, $9)`,
      [
        approval.id,
        approval.kind,
        JSON.stringify(approval.summary),
        approval.subjectHash,
        approval.reason,
        approval.requestedBy,
        approval.requestedByName,
        new Date(approval.requestedAt),
        new Date(approval.expiresAt),
      ],
    );
  }

  async lock({ manager }: Transaction, id: string): Promise<Approval | undefined> {
    const rows: Row[] = await manager.query('SELECT * FROM approvals WHERE id = $1 FOR UPDATE', [id]);
    return rows[0] === undefined ? undefined : toApproval(rows[0]);
  }

  async decide({ manager }: Transaction, { id, isApproved, by, byName, reason, at }: Decision): Promise<void> {
    await manager.query(
      `UPDATE approvals SET decision = $2, decided_by = $3, decided_by_name = $4, decided_at = $5, decision_reason = $6
       WHERE id = $1`,
      [id, isApproved ? 'approved' : 'rejected', by, byName, new Date(at), reason],
    );
  }

  async use({ manager }: Transaction, id: string, at: number): Promise<void> {
    await manager.query('UPDATE approvals SET used_at = $2 WHERE id = $1', [id, new Date(at)]);
  }
}

function toApproval(row: Row): Approval {
  return {
    id: row.id,
    kind: row.kind,
    summary: row.summary,
    subjectHash: row.subject_hash.toString('hex'),
    reason: row.reason,
    requestedBy: row.requested_by,
    requestedByName: row.requested_by_name,
    requestedAt: row.requested_at.getTime(),
    expiresAt: row.expires_at.getTime(),
    decision: row.decision ?? undefined,
    decidedByName: row.decided_by_name ?? '',
    decidedAt: row.decided_at?.getTime() ?? 0,
    decisionReason: row.decision_reason,
    usedAt: row.used_at?.getTime() ?? 0,
  };
}
