import { isDomainError } from '@countersign/errors';
import type { ManagedUser } from './ports/managed-user.ts';
import type { Standing, UserStandings } from './ports/user-standings.ts';

const NOTHING: Standing = { lockedUntil: 0, blockedUntil: 0, blockReason: '', bypassUntil: 0, failedAttempts: 0 };

/** How each user stands. Without Redis the users are shown all the same, with their standing unknown. */
export async function readStandings(
  standings: UserStandings,
  users: readonly ManagedUser[],
): Promise<readonly { readonly user: ManagedUser; readonly standing: Standing | undefined }[]> {
  if (users.length === 0) return [];
  try {
    const found = await standings.read(users.map(({ id }) => id));
    return users.map((user) => ({ user, standing: found.get(user.id) ?? NOTHING }));
  } catch (error) {
    if (!isDomainError(error, 'unavailable')) throw error;
    return users.map((user) => ({ user, standing: undefined }));
  }
}
