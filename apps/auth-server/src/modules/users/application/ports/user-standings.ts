/** DI token of the {@link UserStandings}. */
export const USER_STANDINGS = Symbol('USER_STANDINGS');

/** Who is changed, by whom, when. */
export interface StandingCommand {
  readonly userId: string;
  /** Canonical, for the journal. */
  readonly userName: string;
  readonly actor: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** How a user stands at this moment. Instants are milliseconds since 1970; 0: not. */
export interface Standing {
  readonly lockedUntil: number;
  readonly blockedUntil: number;
  readonly blockReason: string;
  readonly bypassUntil: number;
  readonly failedAttempts: number;
}

/**
 * Locks, blocks and one-time bypasses: enforced in Redis, written to the journal in the same step, and carried to
 * Postgres by it. All of it works while the master is offline.
 *
 * @throws DomainError `unavailable` from each method when Redis does not answer; nothing was changed then
 */
export interface UserStandings {
  block(command: StandingCommand & { readonly until: number; readonly reason: string }): Promise<void>;
  unblock(command: StandingCommand & { readonly reason: string }): Promise<void>;
  /** Ends a lockout and forgets the failures that led to it. */
  unlock(command: StandingCommand): Promise<void>;
  grantBypass(
    command: StandingCommand & { readonly until: number; readonly bypassId: string; readonly reason: string },
  ): Promise<void>;
  /** Ends a one-time bypass that was not used; without one nothing changes but the journal. */
  revokeBypass(command: StandingCommand & { readonly reason: string }): Promise<void>;
  /** Users without any fact are left out of the map. */
  read(userIds: readonly string[]): Promise<ReadonlyMap<string, Standing>>;
}
