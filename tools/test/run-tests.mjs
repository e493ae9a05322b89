// Everything that proves the product, cheapest first, each step named and timed. Ends with one line of counts over all runners.
//   npm test                                all of it
//   npm test -- --only unit                 one of: checks, unit, integration, e2e
//   npm test -- --only unit libs/domain     the rest goes to Jest
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { installPeers } from './peers.mjs';

const root = path.join(import.meta.dirname, '../..');
const PHASES = ['checks', 'unit', 'integration', 'e2e'];
const node = process.execPath;
const isCi = process.env.CI === 'true' || process.env.CI === '1';
const work = mkdtempSync(path.join(os.tmpdir(), 'countersign-tests-'));
const missingPeers = path.join(work, 'missing-peers');
const counts = { passed: 0, failed: 0, skipped: 0 };
const running = new Set();
const startedAt = performance.now();

const say = (line) => process.stderr.write(`${line}\n`);
const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    for (const child of running) child.kill(signal);
    process.exitCode = 130;
  });
}

/** Runs a program with its output shown (or, with `quiet`, kept) and resolves with its exit code and what was kept. */
async function run(command, args, { quiet = false, env = {} } = {}) {
  const child = spawn(command, args, {
    cwd: root,
    stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
    env: { ...process.env, ...env },
  });
  running.add(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk));
  const code = await new Promise((resolve) => {
    child.once('error', (error) => {
      output += error.message;
      resolve(127);
    });
    child.once('close', (exit) => resolve(exit ?? 130));
  });
  running.delete(child);
  return { code, output };
}

/** A check counts as one test. What it printed is shown only when it failed. */
async function check(name, command, args) {
  const since = performance.now();
  const { code, output } = await run(command, args, { quiet: true });
  counts[code === 0 ? 'passed' : 'failed'] += 1;
  say(`${code === 0 ? 'ok  ' : 'FAIL'} ${name} (${seconds(since)})`);
  if (code !== 0) say(output.trimEnd());
  return code === 0;
}

const script = (file, ...args) => [node, [file, ...args]];
const tool = (name, file, ...args) => script(`tools/lint/node_modules/${name}/bin/${file}`, ...args);

async function checks() {
  const folders = ['apps', 'libs', 'e2e', 'tools', 'ui'];
  const lint = ['--config', 'tools/lint/eslint.config.mjs', '--no-error-on-unmatched-pattern', '--max-warnings=0'];
  const results = await Promise.all([
    check('format', 'node_modules/.bin/biome', ['format', '--error-on-warnings']),
    check('types', ...script('node_modules/typescript/bin/tsc', '-p', 'tsconfig.test.json')),
    check('types of the pages', ...script('node_modules/typescript/bin/tsc', '-p', 'ui/tsconfig.json', '--noEmit')),
    check('texts of the pages', ...script('ui/kit/build/check-texts.mjs')),
    check('lint', ...tool('eslint', 'eslint.js', ...lint, ...folders)),
    check(
      'import rules',
      ...tool('dependency-cruiser', 'dependency-cruiser.mjs', '--config', '.dependency-cruiser.cjs', ...folders),
    ),
    ...drift(),
  ]);
  return results.every(Boolean);
}

/** Code and pages that are generated and committed must be what their sources give now. */
function drift() {
  return [
    check('generated code of proto/', ...script('tools/proto/check.mjs', '--check')),
    check('generated pages of docs/', ...script('tools/docs-gen/generate.mjs', '--check')),
    check('documents of the APIs', ...script('tools/openapi/generate.mjs', '--check')),
  ];
}

/** One Jest project. Its own numbers are taken from its report, so that a run that dies half-way is a failure. */
async function jest(project, patterns) {
  const since = performance.now();
  const report = path.join(work, `${project}.json`);
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const own = [
    '--selectProjects',
    project,
    '--json',
    `--outputFile=${report}`,
    '--passWithNoTests',
    // Each of these files runs the whole product: two at once would mostly test the patience of the other.
    ...(project === 'e2e' ? ['--maxWorkers=1'] : []),
    ...(isCi ? ['--ci'] : []),
  ];
  say(`\n${project} tests`);
  const args = [...flags, 'node_modules/jest/bin/jest.js', ...own, ...(patterns.length > 0 ? ['--', ...patterns] : [])];
  // With --json Jest writes the report to standard output as well: only what it tells people is shown.
  const { code } = await runJest(args);
  const { passed, failed, skipped } = readReport(report, code);
  counts.passed += passed;
  counts.failed += failed;
  counts.skipped += skipped;
  say(
    `${failed === 0 ? 'ok  ' : 'FAIL'} ${project}: ${passed} passed, ${failed} failed, ${skipped} skipped (${seconds(since)})`,
  );
}

async function runJest(args) {
  const child = spawn(node, args, {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, TEST_MISSING_PEERS_FILE: missingPeers },
  });
  running.add(child);
  const code = await new Promise((resolve) => child.once('close', (exit) => resolve(exit ?? 130)));
  running.delete(child);
  return { code };
}

function readReport(file, code) {
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 };
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numRuntimeErrorTestSuites } = JSON.parse(
    readFileSync(file, 'utf8'),
  );
  const failed = numFailedTests + numRuntimeErrorTestSuites;
  // Jest may fail for a reason that is no test: a teardown that threw, a signal.
  return {
    passed: numPassedTests,
    failed: code !== 0 && failed === 0 ? 1 : failed,
    skipped: numPendingTests + numTodoTests,
  };
}

function finish() {
  const missing = existsSync(missingPeers) ? [...new Set(readFileSync(missingPeers, 'utf8').trim().split('\n'))] : [];
  if (missing.length > 0) say(`\nLeft out:\n  ${missing.join('\n  ')}`);
  if (isCi && counts.skipped > 0) {
    say(`\nCI leaves no test out, and ${counts.skipped} were skipped.`);
    counts.failed += counts.skipped;
    counts.skipped = 0;
  }
  rmSync(work, { recursive: true, force: true });
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
  say(`\n${seconds(startedAt)}`);
  process.stdout.write(`${counts.passed} passed, ${counts.failed} failed${skipped}\n`);
  process.exitCode ||= counts.failed === 0 ? 0 : 1;
}

async function main() {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { only: { type: 'string' } } });
  if (values.only !== undefined && !PHASES.includes(values.only)) {
    say(`--only takes one of ${PHASES.join(', ')}.`);
    process.exitCode = 2;
    return;
  }
  const wants = (phase) => values.only === undefined || values.only === phase;
  const isBuilt = await check('build', ...script('node_modules/typescript/bin/tsc', '-b'));
  // Cheap checks first: while one of them fails, the long runs would only hide it.
  const isSound = isBuilt && (!wants('checks') || (await checks()));
  if (isSound) {
    if (wants('integration') || wants('e2e')) await installPeers(say);
    if (wants('e2e') && (await check('build of the pages', ...script('tools/bootstrap/pages.mjs')))) {
      await check('weight of the pages', ...script('ui/kit/build/check-budgets.mjs'));
    }
    for (const project of ['unit', 'integration', 'e2e'].filter(wants)) await jest(project, positionals);
  }
  finish();
}

await main();
