import { uuidv7 } from '@countersign/crypto';
import { DomainError } from '@countersign/errors';
import type { CommandContext } from '../../../platform/command-context.ts';
import { forbidden } from './manage-methods.use-case.ts';
import { whenText } from './notices.ts';
import { personOf, requireProof } from './require-proof.ts';
import type { SelfServiceDependencies } from './self-service-dependencies.ts';

/** Whether somebody may let their next sign-in skip the second factor, and whether it does. */
export interface OwnBypassState {
  readonly isAllowed: boolean;
  readonly canEditSeconds: boolean;
  readonly defaultSeconds: number;
  readonly longestSeconds: number;
  readonly expiresAt: number;
}

const SHORTEST_SECONDS = 30;

/** The one-time bypass that somebody gives themselves. Works while the master is offline. */
export class OwnBypass {
  readonly #with: SelfServiceDependencies;

  constructor(dependencies: SelfServiceDependencies) {
    this.#with = dependencies;
  }

  async get(context: CommandContext): Promise<OwnBypassState> {
    const { standings, settings } = this.#with;
    const { userId } = personOf(context);
    const { portal, oneTimeBypassSeconds } = settings.current();
    const standing = (await standings.read([userId])).get(userId);
    const until = standing?.bypassUntil ?? 0;
    return {
      isAllowed: portal.isBypassAllowed,
      canEditSeconds: portal.areBypassSecondsEditable,
      defaultSeconds: oneTimeBypassSeconds,
      longestSeconds: Math.max(portal.bypassLongestSeconds, oneTimeBypassSeconds),
      expiresAt: until > context.now ? until : 0,
    };
  }

  /** @param seconds 0: as long as the company sets. @returns until when, milliseconds since 1970 */
  async start(seconds: number, reason: string, context: CommandContext): Promise<number> {
    const { finder, standings, settings, random, notices, store } = this.#with;
    if (!settings.current().portal.isBypassAllowed) throw forbidden('skip the second step');
    const user = await finder.find(personOf(context).userId, undefined);
    requireProof(context, user);
    const until = context.now + this.#seconds(seconds) * 1000;
    const bypassId = uuidv7(new Date(context.now), random);
    const { actor, now } = context;
    await standings.grantBypass({ userId: user.id, userName: user.userName, until, bypassId, reason, actor, now });
    const { preferences } = await store.facts(user.id);
    const what = {
      en: whenText(until, 'en', preferences.timeZone),
      fr: whenText(until, 'fr', preferences.timeZone),
    };
    await notices.tell(user, { event: 'bypass_started', what }, now);
    return until;
  }

  async cancel(context: CommandContext): Promise<void> {
    const { userId, userName } = personOf(context);
    const { actor, now } = context;
    await this.#with.standings.revokeBypass({ userId, userName, reason: 'own request', actor, now });
  }

  #seconds(wanted: number): number {
    const { portal, oneTimeBypassSeconds } = this.#with.settings.current();
    if (wanted === 0 || wanted === oneTimeBypassSeconds) return oneTimeBypassSeconds;
    if (!portal.areBypassSecondsEditable) throw forbidden('choose how long it waits');
    const longest = Math.max(portal.bypassLongestSeconds, oneTimeBypassSeconds);
    if (wanted >= SHORTEST_SECONDS && wanted <= longest) return wanted;
    throw new DomainError('invalid_request', `Choose from ${SHORTEST_SECONDS} to ${longest} seconds.`, {
      field: 'seconds',
    });
  }
}
