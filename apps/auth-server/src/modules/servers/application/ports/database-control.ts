/** DI token of the {@link DatabaseControl}. */
export const DATABASE_CONTROL = Symbol('DATABASE_CONTROL');

/** What an operator may do to a Postgres server, by the name of its node. */
export interface DatabaseControl {
  /** Whether it answers and takes writes at this moment; false when it does not answer within a second. */
  isWritable(node: string): Promise<boolean>;
  /**
   * Makes a replica the primary.
   * @returns its new timeline
   * @throws DomainError `unavailable` when it does not answer or refuses
   */
  promote(node: string): Promise<number>;
  /**
   * Makes a running replica follow another primary, without a restart.
   * @throws DomainError `unavailable` when it does not answer, or the role may not change its settings
   */
  follow(replica: string, primary: string): Promise<void>;
}
