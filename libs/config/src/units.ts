const UNITS = ['milliseconds', 'seconds', 'minutes', 'hours', 'days'] as const;

/** A unit of time as it ends a variable's name. */
export type TimeUnit = (typeof UNITS)[number];

/** The unit at the end of a variable's name, `CHALLENGE_LIFETIME_SECONDS` -> `seconds`; undefined when there is none. */
export function unitOf(variable: string): TimeUnit | undefined {
  return UNITS.find((unit) => variable.toLowerCase().endsWith(`_${unit}`));
}
