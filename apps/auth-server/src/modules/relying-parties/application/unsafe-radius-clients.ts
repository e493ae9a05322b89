import type { RadiusClient } from './ports/radius-client.ts';

/** DI token of the {@link UnsafeRadiusClients}. */
export const UNSAFE_RADIUS_CLIENTS = Symbol('UNSAFE_RADIUS_CLIENTS');

/** A client whose rules let somebody between it and us forge answers (CVE-2024-3596), in words. */
export interface UnsafeRadiusClient {
  readonly name: string;
  readonly problem: string;
}

/** Those of the present clients. */
export type UnsafeRadiusClients = () => readonly UnsafeRadiusClient[];

/** The clients among `clients` that may send unsigned requests: a warning that stays for as long as they may. */
export function unsafeRadiusClients(clients: readonly RadiusClient[]): readonly UnsafeRadiusClient[] {
  return clients
    .filter((client) => !client.requireMessageAuthenticator)
    .map(({ name, network, allowUnsignedProxyState }) => ({
      name,
      problem: allowUnsignedProxyState
        ? `${network} may send unsigned requests, with Proxy-State too: answers to it can be forged`
        : `${network} may send unsigned requests`,
    }));
}
