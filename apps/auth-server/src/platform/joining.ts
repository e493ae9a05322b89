import type { Transaction, UnitOfWork } from './database.ts';

/** A unit of work that takes part in a change that is under way, for use cases that belong together: all of them or none. */
export function joining(tx: Transaction): UnitOfWork {
  return { run: async (_context, fn) => await fn(tx) };
}
