/** Time that only goes forward, for deadlines and limits. */
export interface MonotonicClock {
  /** Milliseconds since an arbitrary moment. */
  now(): number;
}
