// The product's own Node, its build, and a way to run something with it.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { giveUp, root, step } from './host.mjs';

/** The Node of the lock file; the machine's own where there is none for this platform, or COUNTERSIGN_HOST_NODE asks for it. */
export function productNode() {
  const own = path.join(root, `node_modules/node-${process.platform}-${process.arch}/bin/node`);
  return existsSync(own) && !process.env.COUNTERSIGN_HOST_NODE ? own : process.execPath;
}

/** Compiles what changed since the last time. */
export function build() {
  const started = performance.now();
  const compiler = path.join(root, 'node_modules/typescript/bin/tsc');
  const { status } = spawnSync(productNode(), [compiler, '-b'], { cwd: root, stdio: 'inherit' });
  if (status !== 0) giveUp('The sources do not compile: the messages above say where.');
  if (performance.now() - started > 500) step('compiled');
}

/** Runs a script with the product's Node and resolves with its exit code. Signals that reach us are passed on. */
export async function runNode(script, args) {
  const child = spawn(productNode(), ['--disable-warning=ExperimentalWarning', script, ...args], {
    cwd: root,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  // Who started us over a channel of its own hears what the child says, and takes it along when it goes.
  child.on('message', (message) => process.send?.(message));
  if (process.connected) process.once('disconnect', () => child.disconnect());
  return await new Promise((resolve) => {
    child.once('error', (error) => giveUp(`${productNode()} could not be started: ${error.message}`));
    child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)));
  });
}
