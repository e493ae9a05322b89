import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { chosenRedisServer, inheritedEnvironment, searchPath } from '../config.ts';

const run = promisify(execFile);

/** How to start a real redis-server. */
export interface RedisBinary {
  readonly command: string;
  /** The name it must be started under, where the file has another. */
  readonly argv0?: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Debian 12's package with the server in it, and the libraries it needs beyond the base system. */
const DEBIAN_PACKAGES = ['redis-tools', 'libjemalloc2', 'liblzf1', 'libatomic1'];
// In Debian's build redis-server and redis-check-rdb are one file that looks at the name it was started under.
const SAME_FILE = 'redis-check-rdb';

/** A Redis or Valkey server that is already here: `REDIS_SERVER`, PATH, or what was unpacked before. */
export function findRedis(cacheDir: string): RedisBinary | undefined {
  const chosen = chosenRedisServer();
  if (chosen !== undefined) return { command: chosen, environment: {} };
  const server = onPath('redis-server') ?? onPath('valkey-server');
  if (server !== undefined) return { command: server, environment: {} };
  const sameFile = onPath(SAME_FILE);
  if (sameFile !== undefined) return { command: sameFile, argv0: 'redis-server', environment: {} };
  const unpacked = path.join(cacheDir, 'redis');
  if (!existsSync(unpacked)) return undefined;
  const libraries = path.join(unpacked, 'usr/lib');
  const folders = readdirSync(libraries).map((name) => path.join(libraries, name));
  return {
    command: path.join(unpacked, 'usr/bin', SAME_FILE),
    argv0: 'redis-server',
    environment: { LD_LIBRARY_PATH: folders.join(':') },
  };
}

/**
 * {@link findRedis}, and where there is none Debian's package, downloaded with apt-get and unpacked into `cacheDir`: it needs no
 * root, installs nothing and starts no service. `say` hears what takes time. Throws with what to do.
 */
export async function ensureRedis(cacheDir: string, say: (line: string) => void): Promise<RedisBinary> {
  const here = findRedis(cacheDir);
  if (here !== undefined) return here;
  if (onPath('apt-get') === undefined || onPath('dpkg') === undefined) throw new Error(noRedis('No apt-get here.'));
  say("no redis-server on PATH: fetching Debian's, unpacked privately (nothing is installed on the system)");
  mkdirSync(cacheDir, { recursive: true, mode: 0o755 });
  const work = mkdtempSync(path.join(cacheDir, 'redis-'));
  try {
    await unpackDebianRedis(work, path.join(cacheDir, 'redis'));
  } catch (cause) {
    const { stderr } = cause as { stderr?: string };
    throw new Error(noRedis(`Debian's package could not be fetched: ${stderr?.trim() ?? String(cause)}`), { cause });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  const unpacked = findRedis(cacheDir);
  if (unpacked === undefined) throw new Error(noRedis('The unpacked package holds no server.'));
  say((await redisVersion(unpacked)).trim());
  return unpacked;
}

/** What the server says its version is; throws when it cannot run here. */
export async function redisVersion(binary: RedisBinary): Promise<string> {
  const { stdout } = await run(binary.command, ['--version'], {
    env: { ...inheritedEnvironment(), ...binary.environment },
    ...(binary.argv0 === undefined ? {} : { argv0: binary.argv0 }),
  });
  return stdout;
}

async function unpackDebianRedis(work: string, target: string): Promise<void> {
  for (const folder of ['lists/partial', 'cache/archives/partial', 'packages', 'root']) {
    mkdirSync(path.join(work, folder), { recursive: true });
  }
  const own = [
    '-o',
    `Dir::State::lists=${work}/lists`,
    '-o',
    `Dir::Cache=${work}/cache`,
    '-o',
    'APT::Sandbox::User=root',
  ];
  const packages = path.join(work, 'packages');
  await run('apt-get', [...own, 'update', '-qq']);
  await run('apt-get', [...own, 'download', '-q', ...DEBIAN_PACKAGES], { cwd: packages });
  const root = path.join(work, 'root');
  for (const file of readdirSync(packages)) await run('dpkg', ['-x', path.join(packages, file), root]);
  await redisVersion({
    command: path.join(root, 'usr/bin', SAME_FILE),
    argv0: 'redis-server',
    environment: {
      LD_LIBRARY_PATH: readdirSync(path.join(root, 'usr/lib'))
        .map((name) => path.join(root, 'usr/lib', name))
        .join(':'),
    },
  });
  try {
    renameSync(root, target);
  } catch (error) {
    // Another start unpacked it at the same time: its copy is as good.
    if (!existsSync(target)) throw error;
  }
}

function noRedis(why: string): string {
  return `${why} Install Redis 7 or newer (or Valkey), or name one in REDIS_SERVER=/path/to/redis-server.`;
}

function onPath(name: string): string | undefined {
  return searchPath()
    .map((folder) => path.join(folder, name))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}
