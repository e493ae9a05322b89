import type { RunningStack } from '@countersign/testing';
import { LoadGenerator, type LoadOptions, type LoadResult } from './load-generator.ts';
import { type ProcessUsage, usageOf } from './process-usage.ts';

/** A load with what it cost. */
export interface Measurement {
  readonly load: LoadResult;
  /** CPU microseconds that each process used per answered request. */
  readonly cpuPerSignIn: ReadonlyMap<string, number>;
  readonly memoryMib: ReadonlyMap<string, number>;
}

/** Runs a load and reads what every process of the stack used meanwhile. */
export async function measure(stack: RunningStack, options: LoadOptions): Promise<Measurement> {
  const before = await usages(stack);
  const load = await new LoadGenerator(options).run();
  const after = await usages(stack);
  const answered = load.accepted + load.rejected + load.challenged;
  const cpuPerSignIn = new Map<string, number>();
  const memoryMib = new Map<string, number>();
  for (const [name, usage] of after) {
    const used = usage.cpuMicroseconds - (before.get(name)?.cpuMicroseconds ?? 0);
    cpuPerSignIn.set(name, answered === 0 ? Number.NaN : used / answered);
    memoryMib.set(name, usage.memoryKib / 1024);
  }
  return { load, cpuPerSignIn, memoryMib };
}

async function usages(stack: RunningStack): Promise<ReadonlyMap<string, ProcessUsage>> {
  const { processes } = await stack.status();
  const measured = new Map<string, ProcessUsage>();
  for (const { name, pid } of processes) if (pid !== undefined) measured.set(name, usageOf(pid));
  return measured;
}
