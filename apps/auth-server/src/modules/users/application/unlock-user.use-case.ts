import type { CommandContext } from '../../../platform/command-context.ts';
import { findUserToChange } from './find-user.ts';
import type { UserDependencies } from './user-dependencies.ts';

/** Ends a lockout that failed attempts caused. Works while the master is offline. */
export class UnlockUser {
  readonly #with: UserDependencies;

  constructor(dependencies: UserDependencies) {
    this.#with = dependencies;
  }

  /** @throws DomainError `user_not_found`; `unavailable` when Redis does not answer */
  async execute(written: string, { actor, now, principal }: CommandContext): Promise<void> {
    const { id: userId, userName } = await findUserToChange(this.#with, written, principal);
    await this.#with.standings.unlock({ userId, userName, actor, now });
  }
}
