import type { ApprovalKind } from '@countersign/domain';
import type { Json } from '../../../../platform/command-context.ts';
import type { Transaction } from '../../../../platform/database.ts';

/** DI token of the {@link ApprovalRepository}. */
export const APPROVAL_REPOSITORY = Symbol('APPROVAL_REPOSITORY');

/** An act that waits for a second administrator, or had one. Instants are milliseconds since 1970; 0: not yet. */
export interface Approval {
  readonly id: string;
  readonly kind: ApprovalKind;
  /** What the one who decides must know. */
  readonly summary: Readonly<Record<string, Json>>;
  /** Hexadecimal SHA-256 of exactly what may be done. */
  readonly subjectHash: string;
  readonly reason: string;
  readonly requestedBy: string;
  readonly requestedByName: string;
  readonly requestedAt: number;
  readonly expiresAt: number;
  readonly decision: 'approved' | 'rejected' | undefined;
  readonly decidedByName: string;
  readonly decidedAt: number;
  readonly decisionReason: string;
  readonly usedAt: number;
}

/** Who decided, and how. */
export interface Decision {
  readonly id: string;
  readonly isApproved: boolean;
  readonly by: string;
  readonly byName: string;
  readonly reason: string;
  readonly at: number;
}

/** Approvals in Postgres. */
export interface ApprovalRepository {
  /** Newest first, of those that were asked for since. */
  list(since: number): Promise<readonly Approval[]>;
  add(tx: Transaction, approval: Approval): Promise<void>;
  /** Nobody else changes it until the end of the transaction. */
  lock(tx: Transaction, id: string): Promise<Approval | undefined>;
  decide(tx: Transaction, decision: Decision): Promise<void>;
  use(tx: Transaction, id: string, at: number): Promise<void>;
}
