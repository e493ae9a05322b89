// Installs the packages of the lock file with the pnpm that package.json pins, unless that was done already.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { giveUp, root, step } from './host.mjs';

const MARK = path.join(root, 'node_modules/.countersign-installed');

/** Installs what is missing; a repeated call costs some milliseconds. */
export function install() {
  const wanted = fingerprint();
  if (existsSync(MARK) && readFileSync(MARK, 'utf8') === wanted) return;
  const pnpm = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')).packageManager;
  step(`installing packages (${pnpm}, frozen lock file); the first time this takes about half a minute`);
  const args = ['--yes', '--loglevel=error', pnpm, 'install', '--frozen-lockfile', '--reporter=append-only'];
  const result = spawnSync('npx', args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, npm_config_update_notifier: 'false', CI: 'true' },
  });
  if (result.error) {
    giveUp(`npx could not be started (${result.error.message}). npm brings it: install npm, then repeat the command.`);
  }
  if (result.status !== 0) {
    giveUp(
      `The packages could not be installed (see above). Without network: connect, or set the proxy with npm config set proxy, then repeat the command. With "frozen lockfile": pnpm-lock.yaml and a package.json disagree; run npx ${pnpm} install and commit both.`,
    );
  }
  writeFileSync(MARK, wanted);
}

function fingerprint() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`);
  const manifests = ['apps', 'libs', 'tools', 'ui']
    .filter((folder) => existsSync(path.join(root, folder)))
    .flatMap((folder) => readdirSync(path.join(root, folder)).map((name) => path.join(folder, name, 'package.json')));
  const files = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', 'e2e/package.json', ...manifests];
  for (const file of files.map((name) => path.join(root, name)).filter((name) => existsSync(name))) {
    hash.update(readFileSync(file));
  }
  return hash.digest('hex');
}
