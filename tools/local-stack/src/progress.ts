import type { Writable } from 'node:stream';

/** Where the launcher tells what it does. */
export interface Progress {
  /** One line with the seconds since the start. */
  step(line: string): void;
  /** Text as it is. */
  print(text: string): void;
}

/** Progress as lines on a stream. */
export function lineProgress(out: Writable): Progress {
  const startedAt = performance.now();
  return {
    step: (line) => {
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1).padStart(5);
      out.write(`[${seconds} s] ${line}\n`);
    },
    print: (text) => {
      out.write(`${text}\n`);
    },
  };
}
