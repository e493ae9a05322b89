import { setTimeout as delay } from 'node:timers/promises';

const EVERY_MS = 50;

/**
 * Looks again and again until `look` gives something other than undefined and false, and resolves with it. What `look`
 * throws counts as "not yet". Rejects after `withinMs` with `what` did not happen and why the last look failed.
 */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | undefined | false> | T | undefined | false,
  withinMs = 15_000,
): Promise<T> {
  const deadline = performance.now() + withinMs;
  let last: unknown;
  for (;;) {
    try {
      const found = await look();
      if (found !== undefined && found !== false) return found;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (performance.now() > deadline) {
      const why = last instanceof Error ? `: ${last.message}` : '';
      throw new Error(`not within ${withinMs / 1000} s: ${what}${why}`, { cause: last });
    }
    await delay(EVERY_MS);
  }
}
