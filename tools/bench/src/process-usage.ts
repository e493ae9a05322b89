import { readdirSync, readFileSync } from 'node:fs';

const TICKS_PER_SECOND = 100;
const PAGE_KIB = 4;

/** What a process and its children have used so far. */
export interface ProcessUsage {
  readonly cpuMicroseconds: number;
  /** Proportional set size where the kernel tells it, else resident set size, KiB. */
  readonly memoryKib: number;
}

/** Reads /proc for `pid` and everything it started (Postgres is a family of processes). */
export function usageOf(pid: number): ProcessUsage {
  let cpuMicroseconds = 0;
  let memoryKib = 0;
  for (const member of familyOf(pid)) {
    cpuMicroseconds += cpuOf(member);
    memoryKib += memoryOf(member);
  }
  return { cpuMicroseconds, memoryKib };
}

function familyOf(pid: number): readonly number[] {
  const parents = new Map<number, number>();
  for (const entry of readdirSync('/proc')) {
    if (/^\d+$/.test(entry)) parents.set(Number(entry), parentOf(Number(entry)));
  }
  const family = [pid];
  for (const member of family) for (const [child, parent] of parents) if (parent === member) family.push(child);
  return family;
}

/** The fields of /proc/<pid>/stat after the name, which may hold spaces and brackets. */
function statOf(pid: number): readonly string[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}

function parentOf(pid: number): number {
  return Number(statOf(pid)[1] ?? 0);
}

function cpuOf(pid: number): number {
  const fields = statOf(pid);
  const ticks = Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
  return (ticks * 1_000_000) / TICKS_PER_SECOND;
}

function memoryOf(pid: number): number {
  try {
    const proportional = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1'));
    if (proportional !== null) return Number(proportional[1]);
    return Number(readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[1] ?? 0) * PAGE_KIB;
  } catch {
    return 0;
  }
}
