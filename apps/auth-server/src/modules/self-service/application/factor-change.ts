import type { ChangeEvent, CommandContext } from '../../../platform/command-context.ts';
import type { Transaction } from '../../../platform/database.ts';
import type { AuthenticatorRow } from '../../authenticators/index.ts';
import type { ManagedUser } from '../../users/index.ts';
import type { Notice } from './notices.ts';
import { personOf, requireProof } from './require-proof.ts';
import type { SelfServiceDependencies } from './self-service-dependencies.ts';

/** What happened inside a change. */
export interface Changed<R> {
  readonly result: R;
  /** For the journal. */
  readonly entry: Pick<ChangeEvent, 'action' | 'details'>;
  readonly notice?: Notice;
  /** Whether other sessions of the user end. */
  readonly endsOthers?: boolean;
}

/** Whether and how a change must be proved. */
export interface ChangeRules {
  /** Ids of the authenticators that the change is about. */
  readonly changed?: readonly string[];
  /** For what is no factor: a name, a language. */
  readonly needsNoProof?: boolean;
}

/**
 * Changes something of the person who asks: in one transaction with the journal and the raised version of the user, after the
 * rules of proof; then the other sessions end and the person is told.
 */
export async function changeOwn<R>(
  needs: Pick<SelfServiceDependencies, 'unitOfWork' | 'finder' | 'authenticators' | 'sessions' | 'notices'>,
  context: CommandContext,
  rules: ChangeRules,
  change: (tx: Transaction, user: ManagedUser, rows: readonly AuthenticatorRow[]) => Promise<Changed<R>>,
): Promise<R> {
  const principal = personOf(context);
  const told: { user: ManagedUser; changed: Changed<R> }[] = [];
  const { result } = await needs.unitOfWork.run(context, async (tx) => {
    const user = await needs.finder.lock(tx, principal.userId, undefined);
    const rows = await needs.authenticators.lockOfUser(tx, user.id);
    if (rules.needsNoProof !== true) requireProof(context, user, rules.changed);
    const changed = await change(tx, user, rows);
    await tx.bumpUser(user.id);
    tx.journal({ ...changed.entry, userId: user.id, userName: user.userName });
    told.splice(0, told.length, { user, changed });
    return { result: changed.result };
  });
  // Empty: the answer of an earlier request with the same key, of which people were told.
  for (const { user, changed } of told) {
    if (changed.endsOthers === true) await needs.sessions.endOthers(principal, context.now);
    if (changed.notice !== undefined) await needs.notices.tell(user, changed.notice, context.now);
  }
  return result;
}
