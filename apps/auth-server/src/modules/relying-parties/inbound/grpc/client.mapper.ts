import { radiusClientAdministrationV1 as wire } from '@countersign/contracts';
import type { RelyingPartyPolicy } from '@countersign/domain';
import type { RadiusClient } from '../../application/ports/radius-client.ts';

/** A client on the wire, for administrators. */
export function toWireClient(client: RadiusClient, now: number): wire.RadiusClient {
  return wire.RadiusClient.fromPartial({
    id: client.id,
    relyingPartyId: client.relyingPartyId,
    name: client.name,
    network: client.network,
    requireMessageAuthenticator: client.requireMessageAuthenticator,
    allowUnsignedProxyState: client.allowUnsignedProxyState,
    passwordEncoding: client.passwordEncoding,
    nasDeadlineSeconds: client.nasDeadlineSeconds,
    sendClass: client.sendClass,
    clientAddressAttributes: [...client.clientAddressAttributes],
    requestsPerSecond: client.requestsPerSecond,
    secretChangedAtMilliseconds: client.secretChangedAt,
    hasPreviousSecret: client.previousSecretRetiresAt > now,
    previousSecretRetiresAtMilliseconds: client.previousSecretRetiresAt > now ? client.previousSecretRetiresAt : 0,
    policy: toWirePolicy(client.policy),
    version: client.version,
  });
}

function toWirePolicy(policy: RelyingPartyPolicy): wire.RelyingPartyPolicy {
  return {
    ...policy,
    allowedMethods: [...policy.allowedMethods],
    trustedNetworks: [...policy.trustedNetworks],
    replyAttributes: [...policy.replyAttributes],
    groupReplyAttributes: policy.groupReplyAttributes.map(({ group, replyAttributes }) => ({
      group,
      replyAttributes: [...replyAttributes],
    })),
  };
}
