import type { SecretBytes } from '@countersign/errors';
import { type Dictionary, SharedSecret } from '@countersign/radius';
import type { ClientConfiguration } from '../../application/ports/client-configuration.ts';
import { type ClientAddressReader, createClientAddressReader } from './client-address.ts';

/** A client, made ready for its packets: secrets with their states computed, attribute names resolved. */
export interface RadiusClient {
  readonly configuration: ClientConfiguration;
  /** The current secret first, then the former one while it is still accepted. */
  readonly secrets: readonly SharedSecret[];
  readonly readClientAddress: ClientAddressReader;
}

/** Makes a client ready. Throws `DomainError('invalid_request')` for an empty secret. */
export function createRadiusClient(configuration: ClientConfiguration, dictionary: Dictionary): RadiusClient {
  const { secret, previousSecret, clientAddressAttributes } = configuration;
  const secrets = previousSecret === undefined ? [secret] : [secret, previousSecret];
  return {
    configuration,
    secrets: secrets.map((each) => new SharedSecret(each.expose())),
    readClientAddress: createClientAddressReader(clientAddressAttributes, dictionary),
  };
}

/** True when `client` still accepts a secret that it, or an earlier version of it, accepted. */
export function acceptsSecret(client: RadiusClient, secret: SharedSecret): boolean {
  const { configuration } = client;
  const accepted: readonly (SecretBytes | undefined)[] = [configuration.secret, configuration.previousSecret];
  return accepted.some((each) => each?.expose().equals(secret.expose()) === true);
}
