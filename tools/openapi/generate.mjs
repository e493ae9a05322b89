// Writes the document (OpenAPI 3.1) and the TypeScript types of each door's API from its route table, for the pages; with
// --check only compares, and exits 1 on a difference. Runs the TypeScript sources as they are, so that it needs no build.
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const program = path.join(import.meta.dirname, 'main.mjs');
const options = ['--conditions=@countersign/source', '--no-warnings'];
const { status } = spawnSync(process.execPath, [...options, program, ...process.argv.slice(2)], { stdio: 'inherit' });
process.exitCode = status ?? 1;
