/** DI token of the {@link ServerDirectory}. */
export const SERVER_DIRECTORY = Symbol('SERVER_DIRECTORY');

/** A process of the installation as it last said itself, or as the server that it talks to says. */
export interface ServerEntry {
  readonly name: string;
  /** `auth-server`, `radius-gateway`, … */
  readonly service: string;
  readonly version: string;
  readonly address: string;
  readonly role: 'master' | 'subordinate' | 'door' | 'worker';
  /** The Postgres server that it is paired with; empty for doors. */
  readonly databaseNode: string;
  /** Where the primary's log ended, octets as decimal text; empty when this process does not know a primary. */
  readonly primaryLsn: string;
  /** Milliseconds since 1970. */
  readonly lastContactAt: number;
}

/** Who is there: known to all servers, with the master up or down. */
export interface ServerDirectory {
  report(entries: readonly ServerEntry[]): Promise<void>;
  list(): Promise<readonly ServerEntry[]>;
}
