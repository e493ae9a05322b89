/** DI token of the {@link Clock}. */
export const CLOCK = Symbol('CLOCK');

/** Time as a port. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
}
