import type { ControlHandlers } from './control-server.ts';
import type { PostgresName, ProcessName } from './layout.ts';
import type { PostgresCluster } from './postgres-cluster.ts';
import type { Supervisor } from './supervisor.ts';

/** What the control acts on. */
export interface ControlledStack {
  readonly supervisor: Supervisor;
  readonly cluster: PostgresCluster;
  readonly isUp: () => boolean;
  /** Begins to stop everything; the answer is sent before it is done. */
  readonly shutdown: () => void;
}

/** The control's commands on a running stack. */
export function controlHandlers(stack: ControlledStack): ControlHandlers {
  const { supervisor, cluster } = stack;
  return {
    status: async () => await status(stack),
    start: async (name, force) => {
      const node = isPostgres(name) ? cluster.nodes[name] : undefined;
      const why = node === undefined || force ? undefined : await cluster.whyNotStart(node);
      if (why !== undefined) throw new Error(`${name} is not started: ${why}`);
      await supervisor.start(name);
    },
    stop: async (name) => await supervisor.stop(name),
    kill: async (name, signal) => await supervisor.fault(name, signal),
    rejoin: async (name) => await rejoin(name, stack),
    repoint: async () => await cluster.repoint(),
    shutdown: async () => {
      setImmediate(stack.shutdown);
      return await Promise.resolve('stopping');
    },
  };
}

async function status({ supervisor, cluster, isUp }: ControlledStack): Promise<unknown> {
  const roles = new Map((await cluster.roles()).map((role) => [role.name as ProcessName, role]));
  const processes = supervisor.status().map((process) => {
    const found = roles.get(process.name);
    return found === undefined ? process : { ...process, role: found.role, timeline: found.timeline };
  });
  return { isUp: isUp(), launcherPid: process.pid, processes };
}

async function rejoin(name: ProcessName, { supervisor, cluster }: ControlledStack): Promise<unknown> {
  if (!isPostgres(name)) throw new Error('only a Postgres server, pg-1 or pg-2, can rejoin');
  // Down on purpose while its data are replaced: nothing must restart it in between.
  supervisor.release(name);
  const result = await cluster.rejoin(name);
  supervisor.adopt(name);
  return result;
}

function isPostgres(name: ProcessName): name is PostgresName {
  return name === 'pg-1' || name === 'pg-2';
}
