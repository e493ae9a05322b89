import { performance } from 'node:perf_hooks';
import type { MonotonicClock } from '../../application/ports/monotonic-clock.ts';

/** The clock of the process. */
export class ProcessClock implements MonotonicClock {
  now(): number {
    return performance.now();
  }
}
