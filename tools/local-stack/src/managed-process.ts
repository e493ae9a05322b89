import { renameSync, statSync } from 'node:fs';
import type { Child } from '@countersign/testing/servers';
import type { ProcessName } from './layout.ts';

/** One process of the stack as the supervisor sees it. */
export interface ManagedProcess {
  readonly name: ProcessName;
  /** What it is, in a few words for lists. */
  readonly what: string;
  /** Where it listens. */
  readonly address: string;
  readonly logFile: string;
  /** The running process, or undefined. */
  readonly child: Child | undefined;
  /** Starts it and resolves when it does its work; throws with its last log lines when it does not. */
  start(): Promise<void>;
  /** Stops it in order. */
  stop(): Promise<void>;
  /** A reason why it must not be started again by itself, or undefined. */
  whyNotRestart?(): Promise<string | undefined>;
}

/** Set in every child's environment to the runtime folder: how a later start finds the survivors of an earlier one. */
export const STACK_MARK = 'COUNTERSIGN_LOCAL_STACK';

const MAX_LOG_OCTETS = 10_000_000;

/** Moves a log that has grown large out of the way, keeping one predecessor. */
export function turnOverLog(logFile: string): void {
  try {
    if (statSync(logFile).size > MAX_LOG_OCTETS) renameSync(logFile, `${logFile}.1`);
  } catch {
    // There is no log yet.
  }
}
