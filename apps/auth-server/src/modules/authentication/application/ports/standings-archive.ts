/** What Postgres knows of a user's standing; 0 and the empty text stand for "not set". */
export interface ArchivedStanding {
  readonly userId: string;
  readonly lockedUntil: number;
  readonly blockedUntil: number;
  readonly blockReason: string;
}

/** What Redis is rebuilt from when it lost its memory. */
export interface StandingsArchive {
  /** `isFirstStart`: nobody ever signed in, so there is no code that could be used twice. */
  read(): Promise<{ readonly standings: readonly ArchivedStanding[]; readonly isFirstStart: boolean }>;
}
