/** DI token of the {@link KeyDistribution}. */
export const KEY_DISTRIBUTION = Symbol('KEY_DISTRIBUTION');

/** Brings a new key to the other servers before anything is sealed with it. */
export interface KeyDistribution {
  /**
   * Tells every server to read its key file, and waits until they have had the time to.
   * @throws DomainError `unavailable` when they cannot be told
   */
  announce(): Promise<void>;
}
