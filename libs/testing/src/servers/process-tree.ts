import { readdirSync, readFileSync } from 'node:fs';

/** What /proc says about a process; `startTicks` with the pid names one process for as long as the machine is up. */
interface ProcessFacts {
  readonly pid: number;
  readonly parent: number;
  readonly state: string;
  readonly startTicks: string;
}

/** Facts of a process, or undefined when there is none (or no /proc). */
export function processFacts(pid: number): ProcessFacts | undefined {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the command in parentheses and may hold anything, so the rest is counted from the last one.
    const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
    return { pid, state: fields[0] ?? '?', parent: Number(fields[1]), startTicks: fields[19] ?? '' };
  } catch {
    return undefined;
  }
}

/** True while the process exists and has not ended (a zombie has). */
export function isRunning(pid: number): boolean {
  const facts = processFacts(pid);
  return facts !== undefined && facts.state !== 'Z' && facts.state !== 'X';
}

/** The processes below `pid`, at any depth. */
export function descendants(pid: number): readonly number[] {
  const all = allProcesses();
  const found: number[] = [];
  const queue = [pid];
  for (let parent = queue.pop(); parent !== undefined; parent = queue.pop()) {
    for (const child of all.filter((facts) => facts.parent === parent)) {
      found.push(child.pid);
      queue.push(child.pid);
    }
  }
  return found;
}

/**
 * Sends `signal` to a process and to everything below it. For SIGSTOP the children are listed again until no new one
 * appears: Postgres starts a process per connection, and one that was missed would go on writing.
 */
export function signalTree(pid: number, signal: NodeJS.Signals): void {
  sendSignal(pid, signal);
  const reached = new Set<number>();
  for (let round = 0; round < 10; round++) {
    const fresh = descendants(pid).filter((child) => !reached.has(child));
    if (fresh.length === 0) return;
    for (const child of fresh) {
      reached.add(child);
      sendSignal(child, signal);
    }
  }
}

/** Sends a signal; false when there is no such process (any more). */
export function sendSignal(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

/** Resolves true when none of `pids` runs any more, false when some still does after `timeoutMs`. */
export async function allEnded(pids: readonly number[], timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (pids.some(isRunning)) {
    if (performance.now() > deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return true;
}

function allProcesses(): readonly ProcessFacts[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => processFacts(Number(name)) ?? []);
}
