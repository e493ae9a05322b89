// Started by generate.mjs, which sets the condition under which our packages are found as sources.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { clientTypes } from './client-types.mjs';
import { openApiDocument } from './document.mjs';
import { readDecorators } from './read-decorators.mjs';

readDecorators();
const root = path.join(import.meta.dirname, '../..');
const output = path.join(root, 'ui/kit/src/api');
const doors = [
  { app: 'user-portal', name: 'portal', title: 'Countersign user portal' },
  { app: 'admin-console', name: 'console', title: 'Countersign admin console' },
];

/** Formatted as everything else is, so that the check of the format and this one agree. */
function formatted(file, text) {
  const args = ['format', `--stdin-file-path=${file}`];
  return execFileSync(path.join(root, 'node_modules/.bin/biome'), args, { cwd: root, input: text, encoding: 'utf8' });
}

async function filesOf({ app, name, title }) {
  const folder = path.join(root, 'apps', app);
  const http = createRequire(path.join(folder, 'package.json')).resolve('@countersign/http');
  const { describeRoutes } = await import(pathToFileURL(http).href);
  const { routes } = await import(pathToFileURL(path.join(folder, 'src/inbound/http/routes.ts')).href);
  const described = describeRoutes(routes);
  const document = `${JSON.stringify(openApiDocument(title, described), null, 2)}\n`;
  return [
    [`${name}.openapi.json`, document],
    [`${name}.ts`, clientTypes(name, app, described)],
  ].map(([file, text]) => [path.join(output, file), formatted(file, text)]);
}

function readOrNothing(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

const files = (await Promise.all(doors.map(filesOf))).flat();
const changed = files.filter(([file, text]) => readOrNothing(file) !== text);
const names = changed.map(([file]) => path.relative(root, file)).join(', ');
if (process.argv.includes('--check') && changed.length > 0) {
  console.error(`Out of date: ${names}. Run: node tools/openapi/generate.mjs`);
  process.exitCode = 1;
} else {
  mkdirSync(output, { recursive: true });
  for (const [file, text] of changed) writeFileSync(file, text);
  console.log(changed.length === 0 ? 'The documents of the APIs are up to date.' : `Written: ${names}`);
}
