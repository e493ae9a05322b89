import type { CommandContext } from '../../../platform/command-context.ts';
import { demandNoAdministrator } from '../../administration/index.ts';
import { lockUser } from './find-user.ts';
import type { UserDependencies } from './user-dependencies.ts';

/** Removes a user with everything they have; the journal keeps what happened. */
export class RemoveUser {
  readonly #with: UserDependencies;

  constructor(dependencies: UserDependencies) {
    this.#with = dependencies;
  }

  /** @throws DomainError `user_not_found`; `not_allowed` for an administrator */
  async execute(written: string, context: CommandContext): Promise<void> {
    const { unitOfWork, users, administrators } = this.#with;
    await unitOfWork.run(context, async (tx) => {
      const user = await lockUser(this.#with, tx, written, context.principal);
      await demandNoAdministrator(administrators, user.id);
      // First, while the row is there: servers that remember the user must not use it any more.
      await tx.bumpUser(user.id);
      await users.remove(tx, user.id);
      tx.journal({
        action: 'user_removed',
        userId: user.id,
        userName: user.userName,
        details: { authenticators: user.authenticators.length },
      });
      return {};
    });
  }
}
