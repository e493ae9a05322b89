/** What came of comparing a code. Only the journal tells `replayed` from `mismatch`; the claimant sees one answer. */
export type OtpMatch =
  | {
      readonly kind: 'match';
      /** The time step or counter that must be claimed before the sign-in may be accepted. */
      readonly value: number;
      /** Time-based devices: the clock error to store with the claim. Event-based ones have none. */
      readonly driftSteps?: number;
    }
  | { readonly kind: 'replayed' }
  | { readonly kind: 'mismatch' };
