/** Where the primary's log stood at an instant (milliseconds since 1970). */
export interface LogPosition {
  readonly at: number;
  readonly lsn: bigint;
}

const KEPT = 240;

/**
 * How far replicas are behind, measured against the primary's log and not against the replica's own word: a replica that is
 * cut off from the primary believes that it has replayed everything there is.
 */
export class ReplicaLag {
  readonly #positions: LogPosition[] = [];

  /** Notes where the primary stands. After a promotion call {@link reset} first. */
  note(position: LogPosition): void {
    this.#positions.push(position);
    if (this.#positions.length > KEPT) this.#positions.shift();
  }

  /** Forgets the positions of an old primary. */
  reset(): void {
    this.#positions.length = 0;
  }

  /** Milliseconds since a replica that has replayed up to `replayed` was level with the primary; 0: it is. */
  behindMs(replayed: bigint, now: number): number {
    // Level until the first position that it lacks was noted; so a quiet hour does not count as lag.
    const lacking = this.#positions.find(({ lsn }) => lsn > replayed);
    return lacking === undefined ? 0 : Math.max(0, now - lacking.at);
  }

  /** Octets that `received` lacks of what the primary had last; undefined without a primary. */
  missingBytes(received: bigint): number | undefined {
    const latest = this.#positions.at(-1);
    if (latest === undefined) return undefined;
    return latest.lsn > received ? Number(latest.lsn - received) : 0;
  }
}
