import type { JournalFields } from '../../../journal/index.ts';

/** Which sign-ins are wanted; empty text: any. Instants are milliseconds since 1970; 0: open. */
export interface AttemptQuery {
  /** A name, canonical if it can be, or the id of a user. */
  readonly user: string;
  readonly relyingParty: string;
  readonly outcome: string;
  readonly reason: string;
  readonly method: string;
  readonly server: string;
  readonly from: number;
  readonly to: number;
  /** Only those of users in one of these groups; undefined: all. */
  readonly groups: readonly string[] | undefined;
  /** Only those whose last entry lies before this place in the journal. */
  readonly before: number | undefined;
  /** Only those whose last entry lies after this place; 0: all. */
  readonly after: number;
  readonly limit: number;
}

/** An entry of the journal in its place; 0: it waits for one. */
export type PlacedEntry = JournalFields & { readonly sequence: number };

/** Sign-ins in the journal. */
export interface AttemptReader {
  /** The last entry of each sign-in, newest first. */
  search(query: AttemptQuery): Promise<readonly PlacedEntry[]>;
  /** Every entry of one sign-in, in the order of the chain. */
  entriesOf(authenticationId: string): Promise<readonly PlacedEntry[]>;
  /** Which of the users are in one of the groups. */
  usersIn(groups: readonly string[], userIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** The id that a name leads to; undefined: nobody has it. */
  userIdOf(canonicalName: string): Promise<string | undefined>;
  /** The systems that ask us, by name. */
  applications(): Promise<readonly { readonly id: string; readonly name: string; readonly kind: string }[]>;
}
