import type { CommandContext } from '../../../platform/command-context.ts';
import { findUserToChange } from './find-user.ts';
import type { UserDependencies } from './user-dependencies.ts';

/** Denies every attempt of a user for a time. Works while the master is offline. */
export class BlockUser {
  readonly #with: UserDependencies;

  constructor(dependencies: UserDependencies) {
    this.#with = dependencies;
  }

  /**
   * @param durationSeconds 0: the company setting
   * @returns until when, milliseconds since 1970
   * @throws DomainError `user_not_found`; `unavailable` when Redis does not answer
   */
  async execute(written: string, reason: string, durationSeconds: number, context: CommandContext): Promise<number> {
    const { standings, settings } = this.#with;
    const { id: userId, userName } = await findUserToChange(this.#with, written, context.principal);
    const seconds = durationSeconds === 0 ? settings.current().blockDays * 86_400 : durationSeconds;
    const until = context.now + seconds * 1000;
    await standings.block({ userId, userName, until, reason, actor: context.actor, now: context.now });
    return until;
  }
}
