import { setTimeout as delay } from 'node:timers/promises';
import type { ServerEvent } from './server-event.ts';

/** How a session is looked after while its browser listens. */
export interface FollowedSession {
  /** True once the session is over. May fail: then it is asked again. */
  readonly isOver: () => Promise<boolean>;
  readonly everyMilliseconds: number;
  /** Aborts when the browser went away. */
  readonly signal: AbortSignal;
}

/** The events, and `session` with `{ ended: true }` once when the session ends: by time, or because somebody ended it. */
export async function* followSession(
  events: AsyncGenerator<ServerEvent>,
  session: FollowedSession,
): AsyncGenerator<ServerEvent> {
  let ending: Promise<'ended'> | undefined = endOf(session);
  let next = events.next();
  for (;;) {
    const first: 'ended' | IteratorResult<ServerEvent> = await (ending === undefined
      ? next
      : Promise.race([next, ending]));
    if (first === 'ended') {
      ending = undefined;
      yield { event: 'session', data: { ended: true } };
    } else if (first.done === true) {
      return;
    } else {
      yield first.value;
      next = events.next();
    }
  }
}

/** Never resolves when the browser goes first: then nobody waits for it. */
async function endOf({ isOver, everyMilliseconds, signal }: FollowedSession): Promise<'ended'> {
  while (!signal.aborted) {
    // Not an answer is no news: a session does not end because a server is away.
    if (await isOver().catch(() => false)) return 'ended';
    await delay(everyMilliseconds, undefined, { signal, ref: false }).catch(() => undefined);
  }
  return await new Promise<never>(() => undefined);
}
