import path from 'node:path';
import { parseArgs } from 'node:util';
import { defaultRuntimeDir, toolCacheDir } from '@countersign/testing/servers';
import { stackPorts } from './layout.ts';

/** What the local stack is asked to do, and where. */
export interface StackConfig {
  readonly command: 'start' | 'stop' | 'status';
  /** Root of the checkout. */
  readonly root: string;
  /** Folder of everything this stack keeps. */
  readonly runtimeDir: string;
  /** Folder of unpacked server programs, shared by all stacks of this checkout. */
  readonly cacheDir: string;
  /** Ports are counted from here. */
  readonly basePort: number;
  /** Remove what an earlier run kept and begin anew. */
  readonly isFresh: boolean;
  /** Stop as soon as everything is up, for tests of the start itself. */
  readonly exitsAfterUp: boolean;
  /** Servers of others only (Postgres, Redis, the inbox), none of our processes. */
  readonly isInfrastructureOnly: boolean;
  /** The environment that children inherit. */
  readonly environment: Readonly<NodeJS.ProcessEnv>;
}

/** Default of `COUNTERSIGN_BASE_PORT`. RADIUS then listens on 41812, which ends like the standard's 1812. */
export const DEFAULT_BASE_PORT = 41_800;
/** The ports above 1023 that browsers, and fetch with them, do not open (Fetch Standard, "port blocking"). */
const REFUSED_BY_BROWSERS: ReadonlySet<number> = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10_080,
]);
/** All ports lie below base port + this. */
export const PORT_SPAN = 100;

/** A start that cannot go on for a reason the person can mend: shown without a stack trace. */
export class StartRefused extends Error {
  override readonly name = 'StartRefused';
}

/** Reads the command line and the environment; throws {@link StartRefused} that says what is wrong with them. */
export function readConfig(argv: readonly string[], root: string): StackConfig {
  const { values, command } = parseCommandLine(argv);
  const chosen = process.env['COUNTERSIGN_RUNTIME_DIR'];
  return {
    command,
    root,
    runtimeDir: chosen === undefined ? defaultRuntimeDir(root) : path.resolve(chosen),
    cacheDir: toolCacheDir(root),
    basePort: basePort(process.env['COUNTERSIGN_BASE_PORT']),
    isFresh: values.fresh ?? false,
    exitsAfterUp: values['exit-after-up'] ?? false,
    isInfrastructureOnly: values.only === 'infra',
    environment: process.env,
  };
}

function parseCommandLine(argv: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        fresh: { type: 'boolean' },
        'exit-after-up': { type: 'boolean' },
        only: { type: 'string' },
      },
    });
    const [command = 'start', surplus] = positionals;
    if (command !== 'start' && command !== 'stop' && command !== 'status')
      throw new Error(`no such command: ${command}`);
    if (surplus !== undefined) throw new Error(`nothing is known of "${surplus}"`);
    if (values.only !== undefined && values.only !== 'infra') throw new Error('--only takes "infra"');
    return { values, command } as const;
  } catch (error) {
    throw new StartRefused(
      `${(error as Error).message}. Known: start [--fresh] [--exit-after-up] [--only infra], stop, status.`,
    );
  }
}

function basePort(text: string | undefined): number {
  if (text === undefined || text === '') return DEFAULT_BASE_PORT;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1024 || port > 65_535 - PORT_SPAN) {
    throw new StartRefused(
      `COUNTERSIGN_BASE_PORT is "${text}"; give a whole number from 1024 to ${65_535 - PORT_SPAN}.`,
    );
  }
  const { inbox, web, health } = stackPorts(port);
  const unreachable = [inbox, ...Object.values(web), ...Object.values(health)].find((page) =>
    REFUSED_BY_BROWSERS.has(page),
  );
  if (unreachable !== undefined) {
    throw new StartRefused(
      `COUNTERSIGN_BASE_PORT is ${port}; that puts a page at ${unreachable}, a port that browsers refuse to open. Give another number.`,
    );
  }
  return port;
}
