import type { Redis } from 'ioredis';
import { redisKeys } from '../../../../outbound/redis/keys.ts';
import type { CommitRequest } from '../../application/ports/authentication-store.ts';
import { DECISION_MILLISECONDS, isAwaited } from './commit-mapper.ts';

/** Tells those who wait what became of their sign-in; what is not known for certain is forgotten instead. */
export async function tellDecisions(client: Redis, decided: readonly CommitRequest[], isKnown: boolean): Promise<void> {
  const commands = client.pipeline();
  for (const request of decided) {
    const { authenticationId, begun, result, requestKey } = request;
    if (!isKnown) commands.del(redisKeys.request(requestKey));
    if (begun === undefined || !isAwaited(request)) continue;
    if (isKnown) commands.set(redisKeys.decision(authenticationId), result, 'PX', DECISION_MILLISECONDS);
    commands.del(redisKeys.running(begun.joinKey));
    commands.publish(redisKeys.decided, authenticationId);
  }
  const answers = commands.length === 0 ? [] : await commands.exec();
  for (const [error] of answers ?? []) if (error !== null) throw error;
}
