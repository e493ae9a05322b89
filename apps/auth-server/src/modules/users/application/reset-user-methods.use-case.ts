import { DomainError } from '@countersign/errors';
import type { CommandContext } from '../../../platform/command-context.ts';
import { ruleRefusal } from '../../administration/index.ts';
import { lockUser } from './find-user.ts';
import type { UserDependencies } from './user-dependencies.ts';

/** Takes from a user what they could sign in with as a second factor; hardware tokens go back to the stock. */
export class ResetUserMethods {
  readonly #with: UserDependencies;

  constructor(dependencies: UserDependencies) {
    this.#with = dependencies;
  }

  /**
   * @param onlyId only this one; undefined: all
   * @returns how many there were
   * @throws DomainError `user_not_found`, `authenticator_not_found`, `not_allowed`
   */
  async execute(written: string, onlyId: string | undefined, reason: string, context: CommandContext): Promise<number> {
    const { unitOfWork, users, administrators } = this.#with;
    return await unitOfWork.run(context, async (tx) => {
      const user = await lockUser(this.#with, tx, written, context.principal);
      if (context.principal !== undefined && (await administrators.assigned(user.id))?.roleId === 'owner') {
        throw ruleRefusal('owner_needs_approval');
      }
      await tx.bumpUser(user.id);
      const removed = await users.removeAuthenticators(tx, user.id, onlyId);
      if (onlyId !== undefined && removed === 0) {
        throw new DomainError('authenticator_not_found', 'The user has no such method.', { field: 'authenticator_id' });
      }
      const gone = user.authenticators.filter(({ id }) => onlyId === undefined || id === onlyId);
      const kinds = gone.map(({ kind }) => kind);
      tx.journal({
        action: onlyId === undefined ? 'user_methods_reset' : 'user_method_removed',
        userId: user.id,
        userName: user.userName,
        details: { reason, kinds, removed },
      });
      return removed;
    });
  }
}
