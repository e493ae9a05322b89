import { radiusClientAdministrationV1 as wire } from '@countersign/contracts';
import type { ServiceImplementation } from '@countersign/rpc';
import type { Clock } from '../../../../platform/clock.ts';
import { type CommandContexts, parseMessage } from '../../../administration/index.ts';
import type { RadiusClientUseCases } from '../../application/radius-client-use-cases.ts';
import { toWireClient } from './client.mapper.ts';
import { toWirePacket, toWireTraffic } from './traffic.mapper.ts';
import { packetsSchema, testSchema } from './traffic.schema.ts';
import { addClientSchema, clientIdSchema, rotateSchema, updateClientSchema } from './client.schema.ts';

type Handlers = ServiceImplementation<typeof wire.RadiusClientAdministrationServiceDefinition>;

/** `RadiusClientAdministrationService` on the wire. */
export class RadiusClientAdministrationGrpc {
  readonly #useCases: RadiusClientUseCases;
  readonly #contexts: CommandContexts;
  readonly #clock: Clock;

  constructor(useCases: RadiusClientUseCases, contexts: CommandContexts, clock: Clock) {
    this.#useCases = useCases;
    this.#contexts = contexts;
    this.#clock = clock;
  }

  /** The implementation to be registered with the server. */
  handlers(): Handlers {
    return { ...this.#clients(), ...this.#traffic() };
  }

  #traffic(): Pick<Handlers, 'getRadiusTraffic' | 'listRadiusPackets' | 'testRadiusClient'> {
    const { readRadiusTraffic, listRadiusPackets, testRadiusClient } = this.#useCases;
    return {
      getRadiusTraffic: async () => toWireTraffic(await readRadiusTraffic.execute()),
      listRadiusPackets: async (request) => {
        const { packets, missingGateways } = await listRadiusPackets.execute(parseMessage(packetsSchema, request).key);
        return { packets: packets.map(toWirePacket), missingGateways: [...missingGateways] };
      },
      testRadiusClient: async (request) => {
        const { packet, ...rest } = await testRadiusClient.execute(parseMessage(testSchema, request));
        return { ...rest, packet: packet === undefined ? undefined : toWirePacket(packet) };
      },
    };
  }

  #clients(): Omit<Handlers, 'getRadiusTraffic' | 'listRadiusPackets' | 'testRadiusClient'> {
    const { addRadiusClient, updateRadiusClient, rotateRadiusClientSecret, removeRadiusClient, listRadiusClients } =
      this.#useCases;
    return {
      addRadiusClient: async (request, call) => {
        const { fields, secret } = parseMessage(addClientSchema, request);
        const context = this.#contexts.of(call, wire.AddRadiusClientRequest, request);
        const { client, generatedSecret } = await addRadiusClient.execute(fields, secret, context);
        return { client: toWireClient(client, context.now), generatedSecret };
      },
      listRadiusClients: async () => {
        const now = this.#clock.now();
        return { clients: (await listRadiusClients.execute()).map((client) => toWireClient(client, now)) };
      },
      updateRadiusClient: async (request, call) => {
        const { id, version, client: fields } = parseMessage(updateClientSchema, request);
        const context = this.#contexts.of(call, wire.UpdateRadiusClientRequest, request);
        return {
          client: toWireClient(await updateRadiusClient.execute({ id, version, fields }, context), context.now),
        };
      },
      rotateRadiusClientSecret: async (request, call) => {
        const command = parseMessage(rotateSchema, request);
        const context = this.#contexts.of(call, wire.RotateRadiusClientSecretRequest, request);
        const { client, generatedSecret } = await rotateRadiusClientSecret.execute(command, context);
        return { client: toWireClient(client, context.now), generatedSecret };
      },
      removeRadiusClient: async (request, call) => {
        const { id } = parseMessage(clientIdSchema, request);
        await removeRadiusClient.execute(id, this.#contexts.of(call, wire.RemoveRadiusClientRequest, request));
        return {};
      },
    };
  }
}
