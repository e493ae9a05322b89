import type { CommandContext } from '../../../platform/command-context.ts';
import { findUserToChange } from './find-user.ts';
import type { UserDependencies } from './user-dependencies.ts';

/** Ends a block. Works while the master is offline. */
export class UnblockUser {
  readonly #with: UserDependencies;

  constructor(dependencies: UserDependencies) {
    this.#with = dependencies;
  }

  /** @throws DomainError `user_not_found`; `unavailable` when Redis does not answer */
  async execute(written: string, reason: string, { actor, now, principal }: CommandContext): Promise<void> {
    const { id: userId, userName } = await findUserToChange(this.#with, written, principal);
    await this.#with.standings.unblock({ userId, userName, reason, actor, now });
  }
}
