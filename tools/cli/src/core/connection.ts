import type { RpcAddress } from '@countersign/rpc';
import type { CliConfig } from '../config.ts';
import type { StackFile } from './stack-file.ts';
import type { TlsPaths } from './static-tls.ts';

/** Where the core is, and what proves us to it. */
export interface Connection {
  readonly addresses: readonly RpcAddress[];
  readonly tls: TlsPaths;
}

/** The environment wins over the local stack, variable by variable. Undefined: something is not known. */
export function connectionOf(config: CliConfig, stack: StackFile | undefined): Connection | undefined {
  const known = { addresses: stack?.core, ...stack?.tls, ...givenIn(config) };
  const { addresses, certificate, key, authority } = known;
  if (addresses === undefined || certificate === undefined || key === undefined || authority === undefined) {
    return undefined;
  }
  return { addresses, tls: { certificate, key, authority } };
}

/** What to do when {@link connectionOf} knows nothing. */
export const CONNECT_ADVICE =
  'Start the stack with `npm start`, or set CORE_ADDRESSES, TLS_CERT_FILE, TLS_KEY_FILE and TLS_CA_FILE.';

function givenIn(config: CliConfig): Partial<TlsPaths & { readonly addresses: readonly RpcAddress[] }> {
  const given = {
    addresses: config.CORE_ADDRESSES,
    certificate: config.TLS_CERT_FILE,
    key: config.TLS_KEY_FILE,
    authority: config.TLS_CA_FILE,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
