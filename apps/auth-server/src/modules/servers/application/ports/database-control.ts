/** DI token of the {@link DatabaseControl}. */
export const DATABASE_CONTROL = Symbol('DATABASE_CONTROL');

/** What an operator may do to a Postgres server. */
export interface DatabaseControl {
  /**
   * Makes a replica the primary.
   * @returns its new timeline
   * @throws DomainError `unavailable` when it does not answer or refuses
   */
  promote(node: string): Promise<number>;
}
