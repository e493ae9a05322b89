import { DomainError } from '@countersign/errors';
import type { CommandContext } from '../../../platform/command-context.ts';
import type { AdministratorDependencies } from './administrator-dependencies.ts';

/**
 * Break-glass on the server itself: takes every sign-in method of an administrator away and puts them in force again. The
 * way back in are recovery codes, which are made right after.
 */
export class ResetAdministrator {
  readonly #with: AdministratorDependencies;

  constructor(dependencies: AdministratorDependencies) {
    this.#with = dependencies;
  }

  /**
   * @returns how many authenticators are gone
   * @throws DomainError `user_not_found`, `not_found`
   */
  async execute(written: string, context: CommandContext): Promise<number> {
    const { unitOfWork, users, administrators } = this.#with;
    const user = await users.find(written, context.principal);
    const { actor, now } = context;
    return await unitOfWork.run({ actor, now }, async (tx) => {
      await administrators.lock(tx);
      const before = await administrators.find(tx, user.id);
      if (before === undefined) throw new DomainError('not_found', 'This user is no administrator.', { field: 'user' });
      await tx.bumpUser(user.id);
      const removed = await administrators.removeAuthenticators(tx, user.id);
      const appointment = { ...before, isSuspended: false, version: before.version + 1 };
      await administrators.put(tx, appointment, actor, now);
      tx.journal({
        action: 'administrator_reset',
        userId: user.id,
        userName: user.userName,
        details: { removedAuthenticators: removed, role: before.roleId },
      });
      return removed;
    });
  }
}
