import path from 'node:path';
import { askControl, isRunning } from '@countersign/testing/servers';
import { processTable } from './banner.ts';
import { readConfig, type StackConfig, StartRefused } from './config.ts';
import { type ProcessName, stackPaths } from './layout.ts';
import { LocalStack } from './local-stack.ts';
import { runningStack } from './preflight.ts';
import { lineProgress, type Progress } from './progress.ts';

const STOP_TIMEOUT_MS = 60_000;

async function main(progress: Progress): Promise<void> {
  const config = readConfig(process.argv.slice(2), path.join(import.meta.dirname, '../../..'));
  if (config.command === 'start') return await start(config, progress);
  if (config.command === 'stop') return await stop(config, progress);
  return await status(config, progress);
}

async function start(config: StackConfig, progress: Progress): Promise<void> {
  const stack = new LocalStack(config, progress);
  const end = (): void => {
    void stack.stop().then(() => process.exit(0));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
  // Whoever started us over a channel is gone when it closes: nothing must be left running that nobody knows of.
  if (process.connected) process.once('disconnect', end);
  try {
    await stack.start();
    process.send?.('up');
    if (config.exitsAfterUp) end();
  } catch (error) {
    await stack.stop();
    throw error;
  }
}

async function stop(config: StackConfig, progress: Progress): Promise<void> {
  const { controlSocket, runtimeDir } = stackPaths(config.runtimeDir);
  const running = await runningStack(stackPaths(config.runtimeDir));
  if (running === undefined) return progress.print(`Nothing runs (${runtimeDir}).`);
  await askControl(controlSocket, { command: 'shutdown' });
  const deadline = performance.now() + STOP_TIMEOUT_MS;
  while (isRunning(running.launcherPid)) {
    if (performance.now() > deadline)
      throw new StartRefused(`Process ${running.launcherPid} did not end within a minute.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  progress.print('Stopped.');
}

async function status(config: StackConfig, progress: Progress): Promise<void> {
  const running = await runningStack(stackPaths(config.runtimeDir));
  if (running === undefined) return progress.print(`Nothing runs (${config.runtimeDir}).`);
  const processes = running.processes.map((each) => ({ ...each, pid: each.pid, name: each.name as ProcessName }));
  progress.print(processTable(processes));
}

// Who reads our output may go away (`| head`); what we run must still be stopped in order.
process.stderr.on('error', () => undefined);
const progress = lineProgress(process.stderr);
main(progress).catch((error: unknown) => {
  if (error instanceof StartRefused) progress.print(`\n${error.message}`);
  else {
    progress.print(`\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    progress.print('If an earlier run was broken, npm start -- --fresh begins anew (it removes all local data).');
  }
  process.exit(1);
});
