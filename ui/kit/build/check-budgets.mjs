// Weighs what a browser fetches until the first page is there: document, entry, its imports, their styles, the texts, and the
// heaviest page that is shown first. Gzip, as the doors send it at worst. Needs the pages built.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

const ui = path.join(import.meta.dirname, '../..');
const BUDGETS = [
  {
    name: 'user-portal',
    js: 110,
    css: 8,
    requests: 8,
    first: ['features/sign-in', 'features/start', 'enroll/choose', 'methods/methods'],
  },
  {
    name: 'admin-console',
    js: 190,
    css: 12,
    requests: 12,
    first: ['features/sign-in', 'features/status', 'shell/console-shell'],
  },
];
// A JSON module of texts is JavaScript to the browser and counts as such.
const FIRST_TEXTS = /^virtual:texts\/base\./;

/** What one first load fetches, in kB and in requests. */
export function weigh(dist, first) {
  const manifest = JSON.parse(readFileSync(path.join(dist, '.vite/manifest.json'), 'utf8'));
  const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
  const lazy = Object.keys(manifest).filter(
    (key) => first.some((part) => key.includes(part)) && manifest[key].isDynamicEntry,
  );
  const texts = Object.keys(manifest)
    .filter((key) => FIRST_TEXTS.test(key.replace(/^\0|^_/, '')))
    .slice(0, 1);
  const loads = (lazy.length > 0 ? lazy : [undefined]).map((page) =>
    load(dist, manifest, [entry, ...texts, page, ...frameOf(manifest, page)]),
  );
  return Object.fromEntries(
    ['js', 'css', 'requests'].map((part) => [part, Math.max(...loads.map((one) => one[part]))]),
  );
}

/** What stands around a page that is shown to people who are signed in. */
function frameOf(manifest, page) {
  if (!page || page.includes('features/sign-in')) return [];
  return Object.keys(manifest).filter((key) => /shell\/console-shell/.test(key));
}

function load(dist, manifest, keys) {
  const scripts = new Set();
  // One style sheet for everything, linked by the document.
  const styles = new Set(
    Object.values(manifest)
      .map(({ file }) => file)
      .filter((file) => file.endsWith('.css')),
  );
  const visit = (key) => {
    const chunk = manifest[key];
    if (!chunk || scripts.has(chunk.file)) return;
    scripts.add(chunk.file);
    for (const style of chunk.css ?? []) styles.add(style);
    for (const imported of chunk.imports ?? []) visit(imported);
  };
  for (const key of keys) visit(key);
  const weight = (files) =>
    [...files].reduce((sum, file) => sum + gzipSync(readFileSync(path.join(dist, file)), { level: 9 }).length, 0) /
    1000;
  return { js: weight(scripts), css: weight(styles), requests: 1 + scripts.size + styles.size };
}

function main() {
  let isOver = false;
  for (const budget of BUDGETS) {
    const dist = path.join(ui, budget.name, 'dist');
    if (!existsSync(path.join(dist, '.vite/manifest.json'))) {
      process.stderr.write(`ui/${budget.name} is not built: run node tools/bootstrap/pages.mjs first.\n`);
      process.exitCode = 1;
      return;
    }
    const found = weigh(dist, budget.first);
    const parts = ['js', 'css', 'requests'].map((part) => {
      if (found[part] > budget[part]) isOver = true;
      return `${part} ${found[part].toFixed(part === 'requests' ? 0 : 1)} of ${budget[part]}`;
    });
    process.stdout.write(`ui/${budget.name}: ${parts.join(', ')}\n`);
  }
  if (isOver) {
    process.stderr.write('A first load is over its budget: load parts later, or leave them out.\n');
    process.exitCode = 1;
  }
}

main();
