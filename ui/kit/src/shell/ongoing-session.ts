import type { ApiClient } from '../api/client.ts';
import { ApiProblem } from '../api/problem.ts';

/** So long may the answer be under way that brings the browser the new id. */
const UNDER_WAY = 500;

/**
 * Whether the browser is signed in after all: a proof gives the session a new id, in every tab at once, and what was
 * asked under the old one a moment before is refused.
 */
export async function isSignedInStill(client: Pick<ApiClient, 'send'>, pause = UNDER_WAY): Promise<boolean> {
  if (await hasSession(client)) return true;
  await new Promise((resolve) => setTimeout(resolve, pause));
  return await hasSession(client);
}

async function hasSession(client: Pick<ApiClient, 'send'>): Promise<boolean> {
  try {
    const session = await client.send('GET /api/session', { query: { quiet: 'true' } }, { isQuiet: true });
    return (session as { level: string }).level === 'full';
  } catch (error) {
    if (error instanceof ApiProblem) return false;
    throw error;
  }
}
