/** A network address: a host name, an IPv4 or an IPv6 address (without brackets), and a port. */
export interface HostPort {
  readonly host: string;
  readonly port: number;
}

const BRACKETED = /^\[([0-9a-fA-F:.%]+)\](?::(\d{1,5}))?$/;
const PLAIN = /^([^\s:/[\]]+)(?::(\d{1,5}))?$/;

/**
 * Reads `host:port`, `[ipv6]:port`, or a host alone when there is a default port.
 * Returns undefined for anything else; a bare IPv6 address is refused because its last group could be read as a port.
 */
export function parseHostPort(text: string, defaultPort?: number): HostPort | undefined {
  const [, host, portText] = BRACKETED.exec(text) ?? PLAIN.exec(text) ?? [];
  const port = portText === undefined ? defaultPort : Number(portText);
  if (host === undefined || port === undefined || port < 1 || port > 65_535) return undefined;
  return { host, port };
}

/** `host:port`, with brackets around an IPv6 address. */
export function formatHostPort({ host, port }: HostPort): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
