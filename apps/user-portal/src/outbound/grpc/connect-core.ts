import { createRpcChannel, type RpcAddress, type RpcChannel, type TlsSource } from '@countersign/rpc';
import { PolledState } from '@countersign/http';
import { type Core, CORE_SERVICES, type CoreClients, type ServiceState } from '../../core.ts';

/** Long enough for a change on a busy master, short enough for a person who waits. */
const DEADLINE_MILLISECONDS = 10_000;
const STATE_MILLISECONDS = 1500;
const STATE_DEADLINE_MILLISECONDS = 1200;
/** Methods that only read are asked again of another server when one was lost on the way. */
const READING = /^(Get|List|Search|Find|Count|Preview|Check|Diagnose)/;

/** Where the core is. */
export interface CoreConnection {
  readonly addresses: readonly RpcAddress[];
  readonly tls: TlsSource;
}

/** Connections to every auth-server; calls go round, and one that fails is left out until it is back. */
export function openCoreChannel({ addresses, tls }: CoreConnection): RpcChannel {
  const idempotentMethods = Object.values(CORE_SERVICES).flatMap(({ fullName, methods }) =>
    Object.values(methods)
      .filter(({ name }) => READING.test(name))
      .map(({ name }) => `${fullName}/${name}`),
  );
  return createRpcChannel({
    addresses,
    tls,
    serverIdentity: 'auth-server',
    deadlineMilliseconds: DEADLINE_MILLISECONDS,
    idempotentMethods,
  });
}

/** The clients of all services over one channel, and the state that all browsers share. */
export function coreOver(channel: RpcChannel): Core {
  const entries = Object.entries(CORE_SERVICES).map(([name, definition]) => [name, channel.client(definition)]);
  const clients = Object.fromEntries(entries) as CoreClients;
  const state = new PolledState<ServiceState>({
    read: () => readState(clients),
    unknown: { mode: 'down', master: null, server: '' },
    everyMilliseconds: STATE_MILLISECONDS,
    event: 'state',
  });
  return { ...clients, state };
}

async function readState({ serviceState }: CoreClients): Promise<ServiceState> {
  const options = { deadlineMilliseconds: STATE_DEADLINE_MILLISECONDS };
  const { mode, master, server } = await serviceState.getServiceState({}, options);
  const isKnown = mode === 'normal' || mode === 'read_only';
  return { mode: isKnown ? mode : 'down', master: master === '' ? null : master, server };
}
