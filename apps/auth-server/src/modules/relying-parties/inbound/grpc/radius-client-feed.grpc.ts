import { on } from 'node:events';
import { EventEmitter } from 'node:events';
import type { radiusClientsV1 } from '@countersign/contracts';
import { DomainError } from '@countersign/errors';
import type { CallContext, ServiceImplementation } from '@countersign/rpc';
import type { Clock } from '../../../../platform/clock.ts';
import { parseMessage } from '../../../administration/index.ts';
import type { RadiusTestOrder, TrafficMemory } from '../../application/ports/traffic-memory.ts';
import type { RadiusClientSnapshot, ClientList, OpenRadiusClient } from '../../application/radius-client-snapshot.ts';
import type { RecordAccounting } from '../../application/record-accounting.use-case.ts';
import { recordAccountingSchema } from './accounting.schema.ts';
import { reportSchema } from './traffic.schema.ts';

type Handlers = ServiceImplementation<typeof radiusClientsV1.RadiusClientFeedServiceDefinition>;

/** `RadiusClientFeedService` on the wire: what the gateways need besides verdicts. */
export class RadiusClientFeedGrpc {
  readonly #snapshot: RadiusClientSnapshot;
  readonly #recordAccounting: RecordAccounting;
  readonly #traffic: Pick<TrafficMemory, 'take'>;
  readonly #clock: Clock;

  constructor(
    snapshot: RadiusClientSnapshot,
    recordAccounting: RecordAccounting,
    traffic: Pick<TrafficMemory, 'take'>,
    clock: Clock,
  ) {
    this.#snapshot = snapshot;
    this.#recordAccounting = recordAccounting;
    this.#traffic = traffic;
    this.#clock = clock;
  }

  /** The implementation to be registered with the server. */
  handlers(): Handlers {
    return {
      watchRadiusClients: (_request, call) => this.#watch(call),
      recordAccounting: async (request) => {
        const { records } = parseMessage(recordAccountingSchema, request);
        await this.#recordAccounting.execute(records);
        return {};
      },
      reportTraffic: async (request) => {
        const { tests, watched, wantsEverything } = await this.#traffic.take(
          parseMessage(reportSchema, request),
          this.#clock.now(),
        );
        return { watched: [...watched], wantsEverything, tests: tests.map(toWireTest) };
      },
    };
  }

  /** The list now and after every change, until the gateway goes away or this server stops. */
  async *#watch({ signal, draining }: CallContext): AsyncIterable<radiusClientsV1.WatchRadiusClientsResponse> {
    const changes = new EventEmitter();
    const end = this.#snapshot.onChanged(() => changes.emit('changed'));
    const stop = AbortSignal.any([signal, draining]);
    try {
      if (this.#snapshot.current() === undefined) await this.#snapshot.refresh();
      const first = this.#snapshot.current();
      if (first === undefined)
        throw new DomainError('unavailable', 'The RADIUS clients cannot be read at this moment.');
      yield toWireList(first);
      let sent = first.revision;
      for await (const _change of on(changes, 'changed', { signal: stop })) {
        const list = this.#snapshot.current();
        // Several changes may have come while one was sent: the newest list says them all.
        if (list === undefined || list.revision === sent) continue;
        sent = list.revision;
        yield toWireList(list);
      }
    } catch (error) {
      if (!stop.aborted) throw error;
    } finally {
      end();
    }
  }
}

function toWireTest(test: RadiusTestOrder): radiusClientsV1.RadiusTest {
  const { id, clientId, userName, password, secret, patienceMilliseconds } = test;
  return {
    ...{ id, clientId, userName, patienceMilliseconds },
    password: password.expose(),
    secret: secret?.expose() ?? Buffer.alloc(0),
  };
}

function toWireList({ revision, clients }: ClientList): radiusClientsV1.WatchRadiusClientsResponse {
  return { revision, clients: clients.map(toWireConfiguration) };
}

function toWireConfiguration(client: OpenRadiusClient): radiusClientsV1.RadiusClientConfiguration {
  return {
    id: client.id,
    relyingPartyId: client.relyingPartyId,
    name: client.name,
    network: client.network,
    secret: client.secret.expose(),
    previousSecret: client.previousSecret?.expose() ?? Buffer.alloc(0),
    requireMessageAuthenticator: client.requireMessageAuthenticator,
    allowUnsignedProxyState: client.allowUnsignedProxyState,
    passwordEncoding: client.passwordEncoding,
    nasDeadlineSeconds: client.nasDeadlineSeconds,
    sendClass: client.sendClass,
    clientAddressAttributes: [...client.clientAddressAttributes],
    requestsPerSecond: client.requestsPerSecond,
  };
}
