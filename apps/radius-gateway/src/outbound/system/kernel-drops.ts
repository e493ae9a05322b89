import { readFile } from 'node:fs/promises';

const TABLES = ['/proc/net/udp', '/proc/net/udp6'];
const LOCAL_ADDRESS_COLUMN = 1;

/**
 * How many datagrams the kernel threw away because nobody read them in time, of all sockets of this machine on one of
 * `ports`. 0 where the kernel does not tell.
 */
export async function readKernelDrops(ports: readonly number[]): Promise<number> {
  const tables = await Promise.all(TABLES.map((path) => readFile(path, 'utf8').catch(() => '')));
  return tables.reduce((sum, table) => sum + dropsIn(table, ports), 0);
}

/** The sum of the column `drops` over the sockets that listen on one of `ports`. */
export function dropsIn(table: string, ports: readonly number[]): number {
  let sum = 0;
  for (const line of table.split('\n').slice(1)) {
    const columns = line.trim().split(/\s+/);
    const port = Number.parseInt(columns[LOCAL_ADDRESS_COLUMN]?.split(':')[1] ?? '', 16);
    if (ports.includes(port)) {
      sum += Number(columns.at(-1) ?? 0);
    }
  }
  return sum;
}
