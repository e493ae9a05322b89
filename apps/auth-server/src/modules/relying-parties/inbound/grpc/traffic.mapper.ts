import type { radiusClientAdministrationV1 as admin, radiusClientsV1 as wire } from '@countersign/contracts';
import type { TracedPacket } from '../../application/ports/traffic-memory.ts';
import type { RadiusTraffic } from '../../application/radius-traffic-use-cases.ts';

/** The traffic on the wire. */
export function toWireTraffic({ gateways, clients, unknownSenders }: RadiusTraffic): admin.GetRadiusTrafficResponse {
  return {
    gateways: [...gateways],
    clients: clients.map(({ numbers, advice }) => ({ numbers, advice: [...advice] })),
    unknownSenders: [...unknownSenders],
  };
}

/** A packet on the wire. */
export function toWirePacket(packet: TracedPacket): wire.TracedPacket {
  return {
    ...packet,
    attributes: [...packet.attributes],
    replyAttributes: [...packet.replyAttributes],
    authenticationId: Buffer.from(packet.authenticationId, 'hex'),
  };
}
