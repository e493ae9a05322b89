// Real peers of the tests: OpenLDAP, Samba AD, FreeRADIUS's radclient, Chromium. As root on Debian they are installed from Debian's
// packages, without starting any service; elsewhere the suites that need them are left out, by name.
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { missingPeerPackages } from '../../libs/testing/src/servers/index.ts';

// What Debian's packages ask before they start a service: 101 means "do not".
const POLICY = '/usr/sbin/policy-rc.d';

/** Installs the packages of missing peers where that is possible; says what it does and what it could not do. */
export async function installPeers(say) {
  const missing = missingPeerPackages();
  if (missing.length === 0) return;
  const canInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (!canInstall) {
    say(`\nNot root on Debian: suites that need ${missing.join(', ')} are left out.`);
    return;
  }
  say(`\ninstalling the tests' peers: ${missing.join(' ')}`);
  const since = performance.now();
  const hadPolicy = existsSync(POLICY);
  if (!hadPolicy) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    apt(['update', '-qq']);
    apt(['install', '-y', '-qq', '--no-install-recommends', ...missing]);
    say(`installed (${((performance.now() - since) / 1000).toFixed(1)} s)`);
  } catch (error) {
    say(`${error.message}\nSuites that need these packages are left out.`);
  } finally {
    if (!hadPolicy) rmSync(POLICY, { force: true });
  }
}

function apt(args) {
  const { status, stdout, stderr, error } = spawnSync('apt-get', args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' },
  });
  if (status === 0) return;
  throw new Error(`apt-get ${args.join(' ')} failed: ${error?.message ?? ''}${stdout}${stderr}`.trim());
}
