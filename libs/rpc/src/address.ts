/** Where a server listens: a host name or an IP address (IPv6 without brackets), and a port. */
export interface RpcAddress {
  readonly host: string;
  readonly port: number;
}

/** `host:port`, with brackets around an IPv6 address. */
export function formatAddress({ host, port }: RpcAddress): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
