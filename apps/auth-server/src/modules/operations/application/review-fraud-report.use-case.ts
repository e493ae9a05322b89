import type { CompanySettings } from '@countersign/domain';
import { DomainError } from '@countersign/errors';
import type { CommandContext } from '../../../platform/command-context.ts';
import type { UnitOfWork } from '../../../platform/database.ts';
import type { UserFinder, UserStandings } from '../../users/index.ts';
import type { FraudReport, FraudReports, FraudVerdict } from './ports/fraud-reports.ts';

/** What {@link ReviewFraudReport} needs. */
export interface ReviewFraudReportDependencies {
  readonly unitOfWork: UnitOfWork;
  readonly reports: FraudReports;
  readonly users: Pick<UserFinder, 'findToChange'>;
  readonly standings: Pick<UserStandings, 'block' | 'unblock'>;
  readonly settings: { current(): Pick<CompanySettings, 'blockDays'> };
}

const DAY_MS = 86_400_000;

/**
 * Ends a report: a mistake unblocks the user; for real fraud the user stays blocked and loses every method, because whoever
 * holds them may not be the user.
 */
export class ReviewFraudReport {
  readonly #needs: ReviewFraudReportDependencies;

  constructor(dependencies: ReviewFraudReportDependencies) {
    this.#needs = dependencies;
  }

  /** @throws DomainError `not_found`, `user_not_found`, `not_allowed` when somebody reviewed it before */
  async execute(id: string, verdict: FraudVerdict, note: string, context: CommandContext): Promise<FraudReport> {
    const { reports, users } = this.#needs;
    const report = await reports.get(id);
    if (report === undefined) throw new DomainError('not_found', 'There is no report with this number.');
    const user = await users.findToChange(report.userId, context.principal);
    // First what protects: should the rest fail, the user is blocked and the report still open.
    if (verdict === 'real') await this.#block(user, note, context);
    await this.#close(report, verdict, note, context);
    if (verdict === 'mistake') await this.#unblock(user, note, context);
    return (await reports.get(id)) ?? report;
  }

  async #close(report: FraudReport, verdict: FraudVerdict, note: string, context: CommandContext): Promise<void> {
    const { unitOfWork, reports } = this.#needs;
    const { id, userId, userName } = report;
    await unitOfWork.run(context, async (tx) => {
      if (!(await reports.review(tx, id, verdict, context.actor, note, context.now))) {
        throw new DomainError('not_allowed', 'Somebody reviewed this report meanwhile. Read it again before you act.');
      }
      const removed = verdict === 'real' ? await reports.removeMethods(tx, userId) : 0;
      if (removed > 0) await tx.bumpUser(userId);
      const details = { report: id, verdict, note, methodsRemoved: removed };
      tx.journal({ action: 'fraud_reviewed', userId, userName, details });
      return {};
    });
  }

  async #block(user: { readonly id: string; readonly userName: string }, note: string, context: CommandContext) {
    const { standings, settings } = this.#needs;
    const { actor, now } = context;
    const until = now + settings.current().blockDays * DAY_MS;
    await standings.block({ userId: user.id, userName: user.userName, until, reason: `fraud: ${note}`, actor, now });
  }

  async #unblock(user: { readonly id: string; readonly userName: string }, note: string, context: CommandContext) {
    const { actor, now } = context;
    await this.#needs.standings.unblock({ userId: user.id, userName: user.userName, reason: note, actor, now });
  }
}
