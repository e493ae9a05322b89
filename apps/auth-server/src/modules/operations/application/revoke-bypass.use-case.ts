import type { CommandContext } from '../../../platform/command-context.ts';
import type { UserFinder, UserStandings } from '../../users/index.ts';

/** What {@link RevokeBypass} needs. */
export interface RevokeBypassDependencies {
  readonly users: Pick<UserFinder, 'findToChange'>;
  readonly standings: Pick<UserStandings, 'revokeBypass'>;
}

/** Ends a one-time bypass before it is used. Works while the master is offline. */
export class RevokeBypass {
  readonly #needs: RevokeBypassDependencies;

  constructor(dependencies: RevokeBypassDependencies) {
    this.#needs = dependencies;
  }

  /** @throws DomainError `user_not_found`; `unavailable` when Redis does not answer */
  async execute(written: string, reason: string, { actor, now, principal }: CommandContext): Promise<void> {
    const { id: userId, userName } = await this.#needs.users.findToChange(written, principal);
    await this.#needs.standings.revokeBypass({ userId, userName, reason, actor, now });
  }
}
