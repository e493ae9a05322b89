import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { experimental, Metadata, status } from '@grpc/grpc-js';
import { formatAddress, type RpcAddress } from './address.ts';

const SCHEME = 'countersign';
const REFRESH_MILLISECONDS = 5000;

type Target = experimental.GrpcUri;

/** The target of a channel: every name stands for all its addresses, asked anew every few seconds. */
export function channelTarget(service: string, addresses: readonly RpcAddress[]): string {
  experimental.registerResolver(SCHEME, NamesResolver);
  return `${SCHEME}://${service}/${addresses.map(formatAddress).join(',')}`;
}

/**
 * Every address behind the names, each once. A name that cannot be resolved is left out while another one can be.
 * @throws the resolver's error when no name can be resolved
 */
export async function resolveAddresses(names: readonly RpcAddress[]): Promise<readonly RpcAddress[]> {
  const results = await Promise.allSettled(names.map(addressesOf));
  const found = results.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
  const failed = results.find((result) => result.status === 'rejected');
  if (found.length === 0 && failed !== undefined) throw failed.reason;
  return [...new Map(found.map((address) => [formatAddress(address), address])).values()];
}

async function addressesOf({ host, port }: RpcAddress): Promise<readonly RpcAddress[]> {
  if (isIP(host) !== 0) return [{ host, port }];
  const found = await lookup(host, { all: true });
  return found.map(({ address }) => ({ host: address, port }));
}

/**
 * The resolver of grpc-js asks DNS only when a connection breaks, and takes one name. A new server must be found while
 * the old ones live, and a site without DNS balancing names its servers one by one.
 */
class NamesResolver implements experimental.Resolver {
  readonly #names: readonly RpcAddress[];
  readonly #listener: experimental.ResolverListener;
  #timer: NodeJS.Timeout | undefined;
  #known = '';

  constructor(target: Target, listener: experimental.ResolverListener) {
    this.#names = target.path.split(',').map(parseName);
    this.#listener = listener;
  }

  static getDefaultAuthority(target: Target): string {
    return target.authority ?? SCHEME;
  }

  updateResolution(): void {
    this.#timer ??= setInterval(() => void this.#resolve(), REFRESH_MILLISECONDS).unref();
    void this.#resolve();
  }

  destroy(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#known = '';
  }

  async #resolve(): Promise<void> {
    try {
      const addresses = await resolveAddresses(this.#names);
      const key = addresses.map(formatAddress).sort().join(',');
      if (this.#timer === undefined || key === this.#known) return;
      this.#known = key;
      const endpoints = addresses.map(({ host, port }) => ({ addresses: [{ host, port }] }));
      this.#listener({ ok: true, value: endpoints }, {}, null, '');
    } catch (error) {
      // While addresses are known they stay in use: a name server that fails must not stop sign-in.
      if (this.#timer === undefined || this.#known !== '') return;
      const details = `name resolution failed: ${error instanceof Error ? error.message : 'unknown'}`;
      this.#listener(
        { ok: false, error: { code: status.UNAVAILABLE, details, metadata: new Metadata() } },
        {},
        null,
        '',
      );
    }
  }
}

function parseName(text: string): RpcAddress {
  const parsed = experimental.splitHostPort(text);
  if (parsed?.port === undefined) throw new Error(`the address ${text} must be host:port`);
  return { host: parsed.host, port: parsed.port };
}
