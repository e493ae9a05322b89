/** Runs `fn` after `ms` milliseconds; the result calls it off. */
export type Timer = (fn: () => void, ms: number) => () => void;

/** Timers that do not keep the process alive. */
export const realTimer: Timer = (fn, ms) => {
  const timer = setTimeout(fn, ms).unref();
  return () => clearTimeout(timer);
};
