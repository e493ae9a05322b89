import type { CommandContext } from '../../../platform/command-context.ts';
import { lockUser } from './find-user.ts';
import type { UserDependencies } from './user-dependencies.ts';

/** Takes from a user everything they could sign in with as a second factor; hardware tokens go back to the stock. */
export class ResetUserMethods {
  readonly #with: UserDependencies;

  constructor(dependencies: UserDependencies) {
    this.#with = dependencies;
  }

  /**
   * @returns how many there were
   * @throws DomainError `user_not_found`, `not_allowed`
   */
  async execute(written: string, reason: string, context: CommandContext): Promise<number> {
    const { unitOfWork, users } = this.#with;
    return await unitOfWork.run(context, async (tx) => {
      const user = await lockUser(this.#with, tx, written, context.principal);
      await tx.bumpUser(user.id);
      const removed = await users.removeAuthenticators(tx, user.id);
      const kinds = user.authenticators.map(({ kind }) => kind);
      tx.journal({
        action: 'user_methods_reset',
        userId: user.id,
        userName: user.userName,
        details: { reason, kinds, removed },
      });
      return removed;
    });
  }
}
