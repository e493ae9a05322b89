import { radiusClientsV1 } from '@countersign/contracts';
import { SecretBytes } from '@countersign/errors';
import type { ClientConfiguration, ClientSnapshot } from '../../application/ports/client-configuration.ts';

/** The list of clients out of its wire form. */
export function toSnapshot(message: radiusClientsV1.WatchRadiusClientsResponse): ClientSnapshot {
  return { revision: message.revision, clients: message.clients.map(toConfiguration) };
}

/** The wire form of a list, for keeping it in a file. */
export function fromSnapshot(snapshot: ClientSnapshot): radiusClientsV1.WatchRadiusClientsResponse {
  return { revision: snapshot.revision, clients: snapshot.clients.map(fromConfiguration) };
}

function toConfiguration(client: radiusClientsV1.RadiusClientConfiguration): ClientConfiguration {
  return {
    id: client.id,
    relyingPartyId: client.relyingPartyId,
    name: client.name,
    network: client.network,
    secret: new SecretBytes(client.secret),
    previousSecret: client.previousSecret.length === 0 ? undefined : new SecretBytes(client.previousSecret),
    isSignatureRequired: client.requireMessageAuthenticator,
    isUnsignedProxyStateAllowed: client.allowUnsignedProxyState,
    passwordEncoding: client.passwordEncoding,
    nasDeadlineSeconds: client.nasDeadlineSeconds,
    isClassSent: client.sendClass,
    clientAddressAttributes: client.clientAddressAttributes,
    requestsPerSecond: client.requestsPerSecond,
  };
}

function fromConfiguration(client: ClientConfiguration): radiusClientsV1.RadiusClientConfiguration {
  return {
    id: client.id,
    relyingPartyId: client.relyingPartyId,
    name: client.name,
    network: client.network,
    secret: client.secret.expose(),
    previousSecret: client.previousSecret?.expose() ?? Buffer.alloc(0),
    requireMessageAuthenticator: client.isSignatureRequired,
    allowUnsignedProxyState: client.isUnsignedProxyStateAllowed,
    passwordEncoding: client.passwordEncoding,
    nasDeadlineSeconds: client.nasDeadlineSeconds,
    sendClass: client.isClassSent,
    clientAddressAttributes: [...client.clientAddressAttributes],
    requestsPerSecond: client.requestsPerSecond,
  };
}
