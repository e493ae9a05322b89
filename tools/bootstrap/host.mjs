// What the machine brings: its Node, and a place to say what is going on.
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root of the checkout. */
export const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '../..');

const OLDEST = [20, 19];
const startedAt = performance.now();

/** Says what happens, with the seconds since the start. */
export function step(line) {
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1).padStart(5);
  console.error(`[${seconds} s] ${line}`);
}

/** Ends with a message that says what to do. */
export function giveUp(message) {
  console.error(`\n${message}`);
  process.exit(1);
}

/** Ends when the Node that runs this is too old to install the one the product runs on. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
  giveUp(
    `This is Node ${process.versions.node} (${process.execPath}); Node ${OLDEST.join('.')} or newer is needed. Install it from your distribution or nodejs.org, then repeat the command.`,
  );
}
