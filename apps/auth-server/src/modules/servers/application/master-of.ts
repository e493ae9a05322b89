import type { ServerEntry } from './ports/server-directory.ts';
import { LOST_MILLISECONDS } from './server-registry.ts';

/** The name of the server that is paired with the primary; of the primary itself while none reports; empty without one. */
export function masterOf(servers: readonly ServerEntry[], primary: string | undefined, now: number): string {
  const master = servers.find((server) => server.databaseNode === primary && isAlive(server, now));
  return primary === undefined ? '' : (master?.name ?? primary);
}

/** False once a server has been silent for long. */
export function isAlive(server: ServerEntry, now: number): boolean {
  return now - server.lastContactAt < LOST_MILLISECONDS;
}
