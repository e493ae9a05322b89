import { radiusClientAdministrationV1 as admin, radiusClientsV1 as feed } from '@countersign/contracts';
import { DomainError } from '@countersign/errors';
import { z } from 'zod';
import type { Core } from '../../core.ts';
import { defineRoute } from './define-route.ts';
import {
  addBody,
  clientSchema,
  iso,
  listedClientSchema,
  packetsSchema,
  radiusSchema,
  rotateBody,
  testBody,
  testedSchema,
  toClient,
  toNumbers,
  toPacket,
  updateBody,
  withSecretSchema,
} from './radius.schemas.ts';

const idParams = z.object({ id: z.string() });
/** A test waits as long as the client would, and for the gateway to hear of it. */
const TEST_MILLISECONDS = 30_000;
const UNKNOWN_SENDERS = 'unknown';

type Call = Parameters<Core['radiusClients']['listRadiusClients']>[1];

/** RADIUS clients: their settings, secrets, packets and tests. */
export const radiusRoutes = [
  defineRoute(
    {
      method: 'GET',
      path: '/api/radius/clients',
      access: 'signed_in',
      summary: 'All RADIUS clients with their traffic, the gateways, and addresses that are no client.',
      answer: radiusSchema,
    },
    async ({ core, call }) => await readAll(core, call),
  ),
  defineRoute(
    {
      method: 'GET',
      path: '/api/radius/clients/:id',
      access: 'signed_in',
      summary: 'One RADIUS client with its traffic and advice.',
      params: idParams,
      answer: listedClientSchema,
    },
    async ({ core, call, params }) => {
      const found = (await readAll(core, call)).items.find(({ id }) => id === params.id);
      if (found === undefined) throw new DomainError('not_found', 'There is no RADIUS client with this id.');
      return found;
    },
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/radius/clients',
      access: 'signed_in',
      summary: 'Adds a RADIUS client; a secret that the server made is answered this once.',
      body: addBody,
      answer: withSecretSchema,
    },
    async ({ core, call, body }) =>
      toWithSecret(await core.radiusClients.addRadiusClient(admin.AddRadiusClientRequest.fromPartial(body), call)),
  ),
  defineRoute(
    {
      method: 'PUT',
      path: '/api/radius/clients/:id',
      access: 'signed_in',
      summary: 'Changes the settings and the policy of a RADIUS client, if nobody did since they were read.',
      params: idParams,
      body: updateBody,
      answer: clientSchema,
    },
    async ({ core, call, params, body }) => {
      const { version, ...fields } = body;
      const client = admin.RadiusClient.fromPartial(fields);
      return toClient(given(await core.radiusClients.updateRadiusClient({ id: params.id, version, client }, call)));
    },
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/radius/clients/:id/rotate',
      access: 'signed_in',
      summary: 'Gives a RADIUS client a new secret; the former one stays good for a while. Asks for a fresh proof.',
      params: idParams,
      body: rotateBody,
      answer: withSecretSchema,
    },
    async ({ core, call, params, body }) => {
      const { secret = '', retirePreviousAfterSeconds } = body;
      const request = { id: params.id, secret, retirePreviousAfterSeconds };
      return toWithSecret(await core.radiusClients.rotateRadiusClientSecret(request, call));
    },
  ),
  defineRoute(
    {
      method: 'DELETE',
      path: '/api/radius/clients/:id',
      access: 'signed_in',
      summary: 'Removes a RADIUS client. Asks for a fresh proof.',
      params: idParams,
    },
    async ({ core, call, params }) => void (await core.radiusClients.removeRadiusClient({ id: params.id }, call)),
  ),
  defineRoute(
    {
      method: 'GET',
      path: '/api/radius/clients/:id/packets',
      access: 'signed_in',
      summary: 'The last fifty packets of a client over all gateways, newest first, secrets masked.',
      params: idParams,
      answer: packetsSchema,
    },
    async ({ core, call, params }) => await readPackets(core, params.id, call),
  ),
  defineRoute(
    {
      method: 'GET',
      path: '/api/radius/unknown-packets',
      access: 'signed_in',
      summary: 'The last fifty packets from addresses that are no client.',
      answer: packetsSchema,
    },
    async ({ core, call }) => await readPackets(core, UNKNOWN_SENDERS, call),
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/radius/clients/:id/test',
      access: 'signed_in',
      summary: 'Lets a gateway send a real request to itself as if the client had sent it.',
      params: idParams,
      body: testBody,
      answer: testedSchema,
    },
    async ({ core, call, params, body }) => {
      const request = admin.TestRadiusClientRequest.fromPartial({ id: params.id, ...body });
      const options = { ...call, deadlineMilliseconds: TEST_MILLISECONDS };
      const { packet, ...rest } = await core.radiusClients.testRadiusClient(request, options);
      return { ...rest, packet: packet === undefined ? null : toPacket(packet) };
    },
  ),
];

async function readAll(core: Core, call: Call): Promise<z.input<typeof radiusSchema>> {
  const [{ clients }, traffic] = await Promise.all([
    core.radiusClients.listRadiusClients({}, call),
    core.radiusClients.getRadiusTraffic({}, call),
  ]);
  const numbers = new Map(traffic.clients.map((each) => [each.numbers?.clientId ?? '', each]));
  return {
    items: clients.map((client) => ({
      ...toClient(client),
      numbers: toNumbers(numbers.get(client.id)?.numbers ?? feed.ClientTraffic.fromPartial({})),
      advice: numbers.get(client.id)?.advice ?? [],
    })),
    next: null,
    total: clients.length,
    gateways: traffic.gateways.map(({ name, startedAtMilliseconds, lastReportAtMilliseconds }) => {
      return { name, startedAt: iso(startedAtMilliseconds), lastReportAt: iso(lastReportAtMilliseconds) };
    }),
    unknownSenders: traffic.unknownSenders.map(({ firstSeenAtMilliseconds, lastSeenAtMilliseconds, ...same }) => {
      return { ...same, firstSeenAt: iso(firstSeenAtMilliseconds), lastSeenAt: iso(lastSeenAtMilliseconds) };
    }),
  };
}

async function readPackets(core: Core, key: string, call: Call): Promise<z.input<typeof packetsSchema>> {
  const { packets, missingGateways } = await core.radiusClients.listRadiusPackets({ key }, call);
  return { items: packets.map(toPacket), next: null, missingGateways };
}

function toWithSecret(answer: admin.AddRadiusClientResponse): z.input<typeof withSecretSchema> {
  const { generatedSecret } = answer;
  return { client: toClient(given(answer)), generatedSecret: generatedSecret === '' ? null : generatedSecret };
}

function given({ client }: { readonly client?: admin.RadiusClient | undefined }): admin.RadiusClient {
  if (client === undefined) throw new Error('the core gave no client');
  return client;
}
