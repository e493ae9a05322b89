// Generates the TypeScript of proto/ and, with --check, says whether the committed code still is what comes out.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '../..');
const generated = path.join(root, 'libs/contracts/src/generated');
const snapshot = () =>
  new Map(
    (existsSync(generated) ? readdirSync(generated, { recursive: true, withFileTypes: true }) : [])
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .sort()
      .map((file) => [path.relative(root, file), readFileSync(file, 'utf8')]),
  );
const buf = (...args) => {
  const run = spawnSync(path.join(root, 'node_modules/.bin/buf'), args, {
    cwd: path.join(root, 'proto'),
    stdio: 'inherit',
  });
  if (run.status !== 0) process.exit(run.status ?? 1);
};

const before = snapshot();
buf('lint');
buf('generate');
const after = snapshot();
const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
  (file) => before.get(file) !== after.get(file),
);
if (process.argv.includes('--check') && changed.length > 0) {
  console.error(
    `proto/ and the committed code differ; run "node tools/proto/check.mjs" and commit:\n  ${changed.join('\n  ')}`,
  );
  process.exit(1);
}
console.log(`proto: ${after.size} generated files, ${changed.length} changed`);
