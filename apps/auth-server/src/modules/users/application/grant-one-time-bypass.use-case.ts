import { uuidv7 } from '@countersign/crypto';
import { longestBypassSeconds } from '@countersign/domain';
import { DomainError } from '@countersign/errors';
import type { CommandContext } from '../../../platform/command-context.ts';
import type { Principal } from '../../../platform/principal.ts';
import { findUserToChange } from './find-user.ts';
import type { UserDependencies } from './user-dependencies.ts';

/** Lets the next sign-in skip the second factor, once. Works while the master is offline. */
export class GrantOneTimeBypass {
  readonly #with: UserDependencies;

  constructor(dependencies: UserDependencies) {
    this.#with = dependencies;
  }

  /**
   * @param durationSeconds 0: the company setting
   * @returns until when, milliseconds since 1970
   * @throws DomainError `user_not_found`, `not_allowed`; `unavailable` when Redis does not answer
   */
  async execute(written: string, reason: string, durationSeconds: number, context: CommandContext): Promise<number> {
    const { standings, settings, random } = this.#with;
    const { id: userId, userName } = await findUserToChange(this.#with, written, context.principal);
    const seconds = durationSeconds === 0 ? settings.current().oneTimeBypassSeconds : durationSeconds;
    refuseLongBypass(seconds, context.principal);
    const { actor, now } = context;
    const until = now + seconds * 1000;
    const bypassId = uuidv7(new Date(now), random);
    await standings.grantBypass({ userId, userName, until, bypassId, reason, actor, now });
    return until;
  }
}

function refuseLongBypass(seconds: number, principal: Principal | undefined): void {
  const longest = longestBypassSeconds(principal?.administrator?.roleId ?? '');
  if (longest === undefined || seconds <= longest) return;
  throw new DomainError('not_allowed', `Your role may give a bypass of at most ${longest / 60} minutes.`, {
    field: 'duration_seconds',
  });
}
