// Builds the pages of the doors with Vite, each set only when what it is made of has changed since the last time.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { giveUp, root, step } from './host.mjs';
import { productNode } from './product.mjs';

const SETS = ['user-portal', 'admin-console'];
const NOT_SOURCES = new Set(['node_modules', 'dist']);

/** Builds what is out of date; a repeated call costs some milliseconds. */
export function buildPages() {
  for (const name of SETS.filter((each) => existsSync(path.join(root, 'ui', each, 'vite.config.mjs')))) buildSet(name);
}

function buildSet(name) {
  const folder = path.join(root, 'ui', name);
  // In the output, so that whoever removes that builds anew.
  const mark = path.join(folder, 'dist/.made-of');
  const wanted = fingerprint(name);
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return;
  const vite = path.join(folder, 'node_modules/vite/bin/vite.js');
  const { status } = spawnSync(productNode(), [vite, 'build', folder, '--logLevel', 'warn'], {
    cwd: folder,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) giveUp(`The pages of ui/${name} could not be built: the messages above say where.`);
  writeFileSync(mark, wanted);
  step(`built the pages of ui/${name}`);
}

function fingerprint(name) {
  const hash = createHash('sha256').update(readFileSync(path.join(root, 'pnpm-lock.yaml')));
  for (const folder of ['ui/kit', `ui/${name}`]) {
    for (const file of sourcesIn(path.join(root, folder))) hash.update(`${file}\0`).update(readFileSync(file));
  }
  return hash.digest('hex');
}

function sourcesIn(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !NOT_SOURCES.has(name))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => {
      const file = path.join(folder, entry.name);
      return entry.isDirectory() ? sourcesIn(file) : [file];
    });
}

if (process.argv[1] === import.meta.filename) buildPages();
