/** One decision, for the counters. */
export interface Decision {
  readonly outcome: 'accepted' | 'rejected' | 'challenged' | 'in_progress';
  readonly reason: string;
  readonly method: string;
}
