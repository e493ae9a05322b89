import { DomainError } from '@countersign/errors';
import type { RecentEntries } from '../../journal/index.ts';
import { type Attempt, toAttempt } from './attempt.ts';
import type { AttemptReader, PlacedEntry } from './ports/attempt-reader.ts';
import { timelineOf, type TimelineStep } from './timeline.ts';

/** One sign-in and everything that happened in it. */
export interface AttemptStory {
  readonly attempt: Attempt;
  readonly steps: readonly TimelineStep[];
}

const MOST_WAITING = 2_000;

/** Tells one sign-in from the packet to the reply, over all its rounds. */
export class GetAttempt {
  readonly #reader: AttemptReader;
  readonly #recent: Pick<RecentEntries, 'read'>;

  constructor(reader: AttemptReader, recent: Pick<RecentEntries, 'read'>) {
    this.#reader = reader;
    this.#recent = recent;
  }

  /**
   * @param groups the scope of who asks; undefined: everything
   * @throws DomainError `not_found`
   */
  async execute(authenticationId: string, groups: readonly string[] | undefined): Promise<AttemptStory> {
    const entries = await this.#entries(authenticationId);
    const last = entries.findLast(({ kind }) => kind === 'authentication');
    if (last === undefined || !(await this.#isInScope(last, groups))) {
      throw new DomainError('not_found', 'There is no sign-in with this number: it may be older than the journal.');
    }
    return { attempt: toAttempt(last), steps: timelineOf(entries) };
  }

  async #entries(authenticationId: string): Promise<readonly PlacedEntry[]> {
    // Waiting first: what gets its place between the two reads is then seen twice, never missed.
    const waiting = (await this.#recent.read(MOST_WAITING)).filter((one) => one.authenticationId === authenticationId);
    const chained = await this.#reader.entriesOf(authenticationId);
    const known = new Set(chained.map(({ eventId }) => eventId));
    const fresh = waiting.toReversed().filter(({ eventId }) => !known.has(eventId));
    return [...chained, ...fresh.map((entry) => ({ ...entry, sequence: 0 }))];
  }

  async #isInScope({ userId }: PlacedEntry, groups: readonly string[] | undefined): Promise<boolean> {
    if (groups === undefined) return true;
    return userId !== undefined && (await this.#reader.usersIn(groups, [userId])).has(userId);
  }
}
