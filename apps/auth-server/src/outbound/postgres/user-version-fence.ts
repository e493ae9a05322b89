/**
 * The least version of each user's record that a sign-in may use, kept where every sign-in looks (Redis). It is raised before
 * the change commits, so that neither a cache nor a late replica can let a user in who was disabled a moment ago.
 */
export interface UserVersionFence {
  /**
   * Raises the fence to `version`; it never falls by this.
   * @throws DomainError `unavailable`: then the change must not be made
   */
  raise(userId: string, version: number): Promise<void>;
  /** Takes the fence back to `version`, which the database holds under a lock on the row: nothing newer can be under way. */
  settle(userId: string, version: number): Promise<void>;
}
