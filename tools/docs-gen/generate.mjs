// Writes docs/errors.md and docs/configuration.md from the code; with --check only compares, and exits 1 on a difference.
// Runs the TypeScript sources as they are (Node 24), so that it needs no build: hence the condition.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const program = join(import.meta.dirname, 'src', 'main.ts');
const options = ['--conditions=@countersign/source', '--no-warnings'];
const { status } = spawnSync(process.execPath, [...options, program, ...process.argv.slice(2)], { stdio: 'inherit' });
process.exitCode = status ?? 1;
