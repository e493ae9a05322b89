import { createHash } from 'node:crypto';
import { type RandomSource, uuidv7 } from '@countersign/crypto';
import { APPROVAL_MILLISECONDS, type ApprovalKind } from '@countersign/domain';
import { DomainError } from '@countersign/errors';
import type { CommandContext, Json } from '../../../platform/command-context.ts';
import type { Transaction, UnitOfWork } from '../../../platform/database.ts';
import type { Approval, ApprovalRepository } from './ports/approval-repository.ts';
import { ruleRefusal } from './rule-refusal.ts';

/** What somebody wants to do and may not do alone. */
export interface ApprovalSubject {
  readonly kind: ApprovalKind;
  /** Exactly what is to be done, in a text that is the same when it is asked for and when it is done: sorted ids. */
  readonly subject: string;
}

/** A request for the second administrator. */
export interface ApprovalRequest extends ApprovalSubject {
  /** What the one who decides must know; never a secret. */
  readonly summary: Readonly<Record<string, Json>>;
  readonly reason: string;
}

/** What {@link Approvals} works with. */
export interface ApprovalDependencies {
  readonly unitOfWork: UnitOfWork;
  readonly approvals: ApprovalRepository;
  readonly random: RandomSource;
}

/** How an approval stands. */
export type ApprovalState = 'waiting' | 'approved' | 'rejected' | 'expired' | 'used';

const PAST_MILLISECONDS = 30 * 86_400_000;

/**
 * The worst acts need two: one administrator asks, a second one decides within 15 minutes, and then the first one does it, once.
 */
export class Approvals {
  readonly #with: ApprovalDependencies;

  constructor(dependencies: ApprovalDependencies) {
    this.#with = dependencies;
  }

  /** Files a request; the act itself is repeated with its id once it is approved. */
  async request(request: ApprovalRequest, context: CommandContext): Promise<Approval> {
    const { unitOfWork, approvals, random } = this.#with;
    const { principal, now } = context;
    if (principal === undefined) throw new Error('the command line needs no approval');
    const approval: Approval = {
      id: uuidv7(new Date(now), random),
      kind: request.kind,
      summary: request.summary,
      subjectHash: hashOf(request.subject),
      reason: request.reason,
      requestedBy: principal.userId,
      requestedByName: principal.userName,
      requestedAt: now,
      expiresAt: now + APPROVAL_MILLISECONDS,
      decision: undefined,
      decidedByName: '',
      decidedAt: 0,
      decisionReason: '',
      usedAt: 0,
    };
    // Without the key of the request: it belongs to the act, which is repeated with the same one later.
    await unitOfWork.run({ actor: context.actor, now }, async (tx) => {
      await approvals.add(tx, approval);
      tx.journal({ action: 'approval_requested', details: detailsOf(approval) });
      return {};
    });
    return approval;
  }

  /**
   * Decides on a request of somebody else.
   *
   * @throws DomainError `not_found`; `not_allowed` for an own request, or one that was decided or is over
   */
  async decide(id: string, isApproved: boolean, reason: string, context: CommandContext): Promise<Approval> {
    const { unitOfWork, approvals } = this.#with;
    const { principal, now } = context;
    if (principal === undefined) throw new Error('only an administrator decides');
    return await unitOfWork.run(context, async (tx) => {
      const approval = await approvals.lock(tx, id);
      if (approval === undefined) throw new DomainError('not_found', 'There is no such request.', { field: 'id' });
      if (approval.requestedBy === principal.userId) throw ruleRefusal('own_request');
      const state = stateOf(approval, now);
      if (state !== 'waiting') throw refusal(`approval_${state}`, `This request is ${state} already.`);
      const by = { by: principal.userId, byName: principal.userName };
      await approvals.decide(tx, { id, isApproved, reason, at: now, ...by });
      const action = isApproved ? 'approval_given' : 'approval_refused';
      tx.journal({ action, details: { ...detailsOf(approval), decisionReason: reason } });
      const decision = isApproved ? 'approved' : 'rejected';
      return { ...approval, decision, decidedByName: by.byName, decidedAt: now, decisionReason: reason } as const;
    });
  }

  /**
   * Inside of the act: uses up its approval. The command line, which needs root on the server, needs none.
   *
   * @param id empty: the act came without one
   * @throws DomainError `not_allowed` when it is for something else, of somebody else, not given, over, or was used
   */
  async use(tx: Transaction, id: string, subject: ApprovalSubject, context: CommandContext): Promise<void> {
    const { principal, now } = context;
    if (principal === undefined) return;
    const approval = id === '' ? undefined : await this.#with.approvals.lock(tx, id);
    const isFor =
      approval?.kind === subject.kind &&
      approval.subjectHash === hashOf(subject.subject) &&
      approval.requestedBy === principal.userId;
    if (approval === undefined || !isFor) {
      throw refusal('approval_required', 'A second administrator has to approve this first.');
    }
    const state = stateOf(approval, now);
    if (state !== 'approved') throw refusal(`approval_${state}`, `The approval is ${state}. Ask for a new one.`);
    await this.#with.approvals.use(tx, id, now);
    tx.journal({ action: 'approval_used', details: detailsOf(approval) });
  }

  /** Those that wait, or with `includePast` all of the last 30 days; newest first. */
  async list(includePast: boolean, now: number): Promise<readonly Approval[]> {
    const since = includePast ? now - PAST_MILLISECONDS : now - 2 * APPROVAL_MILLISECONDS;
    const found = await this.#with.approvals.list(since);
    return includePast ? found : found.filter((each) => ['waiting', 'approved'].includes(stateOf(each, now)));
  }
}

/** How an approval stands at a moment. */
export function stateOf(approval: Approval, now: number): ApprovalState {
  if (approval.usedAt > 0) return 'used';
  if (approval.decision === 'rejected') return 'rejected';
  // The one who asked has as long again as the one who decided had.
  const end = approval.decision === 'approved' ? approval.decidedAt + APPROVAL_MILLISECONDS : approval.expiresAt;
  if (now >= end) return 'expired';
  return approval.decision === 'approved' ? 'approved' : 'waiting';
}

function refusal(field: string, message: string): DomainError {
  return new DomainError('not_allowed', message, { field });
}

function hashOf(subject: string): string {
  return createHash('sha256').update(subject, 'utf8').digest('hex');
}

function detailsOf({ id, kind, summary, reason, requestedByName }: Approval): Record<string, Json> {
  return { approvalId: id, approvalKind: kind, summary, reason, requestedBy: requestedByName };
}
