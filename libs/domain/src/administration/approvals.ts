/** Acts that wait for a second administrator. */
export const APPROVAL_KINDS = ['users_removal', 'owner_methods_reset'] as const;

/** See {@link APPROVAL_KINDS}. */
export type ApprovalKind = (typeof APPROVAL_KINDS)[number];

/** How long a second administrator has, and then the one who asked. */
export const APPROVAL_MILLISECONDS = 15 * 60_000;

/** From which size on the removal of users needs a second administrator; the original asked from 5 on. */
export interface RemovalThreshold {
  readonly users: number;
  readonly percent: number;
}

/** True when removing `removed` of `total` users is more than one administrator may decide alone. */
export function removalNeedsApproval({ users, percent }: RemovalThreshold, removed: number, total: number): boolean {
  // In a small installation two percent is less than one user; one can always go.
  const share = Math.max(1, Math.floor((total * percent) / 100));
  return removed > Math.min(users, share);
}
