// Builds the pages of the portal and the console, each only when something that goes into it changed.
//   node tools/bootstrap/pages.mjs
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { giveUp, root, step } from './host.mjs';
import { productNode } from './product.mjs';

const STAMP = '.built-from';

/** Builds the pages that are out of date. */
export function buildPages() {
  const shared = digestOf(['ui/kit', 'ui/tsconfig.json', 'pnpm-lock.yaml']);
  for (const pages of ['user-portal', 'admin-console']) {
    const source = createHash('sha256')
      .update(shared)
      .update(digestOf([`ui/${pages}`]))
      .digest('hex');
    const stamp = path.join(root, 'ui', pages, 'dist', STAMP);
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === source) continue;
    const started = performance.now();
    // A build that is broken off must not look finished.
    rmSync(stamp, { force: true });
    const vite = path.join(root, 'ui', pages, 'node_modules/vite/bin/vite.js');
    const { status, stdout, stderr } = spawnSync(productNode(), [vite, 'build', '--logLevel', 'warn'], {
      cwd: path.join(root, 'ui', pages),
      encoding: 'utf8',
    });
    if (status !== 0) giveUp(`The pages of ui/${pages} cannot be built:\n${stdout}${stderr}`);
    writeFileSync(stamp, source);
    step(`built the pages of ${pages} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  }
}

function digestOf(places) {
  const hash = createHash('sha256');
  for (const file of places.flatMap(filesBelow).toSorted()) {
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(path.join(root, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

function filesBelow(place) {
  const whole = path.join(root, place);
  if (!statSync(whole).isDirectory()) return [place];
  return readdirSync(whole)
    .filter((name) => name !== 'node_modules' && name !== 'dist')
    .flatMap((name) => filesBelow(path.join(place, name)));
}

if (process.argv[1] === import.meta.filename) buildPages();
