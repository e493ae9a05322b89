// The one entry behind `npm start`, `npm test` and `npm stop`. Node built-ins only, and Node 20 syntax: it runs on the
// machine's own Node before anything is installed.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { requireNode, root } from './bootstrap/host.mjs';
import { install } from './bootstrap/install.mjs';
import { buildPages } from './bootstrap/pages.mjs';
import { build, runNode } from './bootstrap/product.mjs';

const LAUNCHER = 'tools/local-stack/dist/main.js';
const [command = 'start', ...rest] = process.argv.slice(2);

const commands = {
  async start() {
    install();
    build();
    buildPages();
    process.exitCode = await runNode(LAUNCHER, ['start', ...rest]);
  },
  async stop() {
    process.exitCode = await askStack('stop');
  },
  async status() {
    process.exitCode = await askStack('status');
  },
  async test() {
    install();
    process.exitCode = await runNode('tools/test/run-tests.mjs', rest);
  },
};

/** Nothing is installed or built for a question: what was never built was never started. */
async function askStack(question) {
  if (existsSync(path.join(root, LAUNCHER))) return await runNode(LAUNCHER, [question, ...rest]);
  console.error('Nothing was started from this checkout yet. Run: npm start');
  return 0;
}

requireNode();
if (!Object.hasOwn(commands, command)) {
  console.error(`No such command: ${command}. Known: ${Object.keys(commands).join(', ')}.`);
  process.exit(2);
}
await commands[command]();
