import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Kinds of ports. */
export type Transport = 'tcp' | 'udp';

/** Who holds a port, as far as we may know: other users' processes are not shown to everybody. */
export interface PortOwner {
  readonly pid: number;
  readonly command: string;
}

const TCP_LISTEN = '0A';

/** The process that listens on `port`, or undefined when there is none or it cannot be seen. */
export function portOwner(port: number, transport: Transport): PortOwner | undefined {
  const inodes = listeningInodes(port, transport);
  if (inodes.size === 0) return undefined;
  for (const name of safely(() => readdirSync('/proc'), []).filter((entry) => /^\d+$/.test(entry))) {
    const pid = Number(name);
    if (socketInodes(pid).some((inode) => inodes.has(inode))) return { pid, command: commandLine(pid) };
  }
  return undefined;
}

/** The command line of a process, shortened; its name where that is hidden. */
export function commandLine(pid: number): string {
  const line = safely(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8'), '')
    .replaceAll('\0', ' ')
    .trim();
  return line === '' ? safely(() => readFileSync(`/proc/${pid}/comm`, 'utf8'), '?').trim() : line.slice(0, 120);
}

/** Inodes of the sockets bound to the port, from the kernel's tables: local address and port are the second field, in hex. */
function listeningInodes(port: number, transport: Transport): ReadonlySet<string> {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0');
  const rows = [transport, `${transport}6`].flatMap((table) =>
    safely(() => readFileSync(`/proc/net/${table}`, 'utf8'), '')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/)),
  );
  const bound = rows.filter(
    ([, local, , state]) => local?.split(':')[1] === wanted && (transport === 'udp' || state === TCP_LISTEN),
  );
  return new Set(bound.flatMap((fields) => fields[9] ?? []));
}

function socketInodes(pid: number): readonly string[] {
  return safely(() => readdirSync(`/proc/${pid}/fd`), []).flatMap((fd) => {
    const target = safely(() => readlinkSync(`/proc/${pid}/fd/${fd}`), '');
    return /^socket:\[(\d+)\]$/.exec(target)?.[1] ?? [];
  });
}

/** Processes end while we look at them, and those of others may be closed to us. */
function safely<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
