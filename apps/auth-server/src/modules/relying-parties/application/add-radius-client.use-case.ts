import { uuidv7 } from '@countersign/crypto';
import type { SecretBytes } from '@countersign/errors';
import type { CommandContext } from '../../../platform/command-context.ts';
import { secretLocation } from './ports/radius-client-repository.ts';
import type { RadiusClient, RadiusClientFields } from './ports/radius-client.ts';
import type { RelyingPartyDependencies } from './relying-party-dependencies.ts';
import { generateSharedSecret } from './shared-secret.ts';

/** The client, and the secret if it was made here, to be shown once. */
export interface ClientWithSecret {
  readonly client: RadiusClient;
  /** Empty: the administrator gave it. */
  readonly generatedSecret: string;
}

/** Adds a RADIUS client with its relying party. */
export class AddRadiusClient {
  readonly #with: RelyingPartyDependencies;

  constructor(dependencies: RelyingPartyDependencies) {
    this.#with = dependencies;
  }

  /**
   * @param given undefined: a secret is made
   * @throws DomainError `already_exists`
   */
  async execute(
    fields: RadiusClientFields,
    given: SecretBytes | undefined,
    context: CommandContext,
  ): Promise<ClientWithSecret> {
    const { unitOfWork, clients, secrets, announcer, random } = this.#with;
    const now = new Date(context.now);
    const id = uuidv7(now, random);
    const relyingPartyId = uuidv7(now, random);
    const secret = given ?? generateSharedSecret(random);
    const shown = given === undefined ? secret.expose().toString('utf8') : '';
    const answer = await unitOfWork.run(context, async (tx) => {
      const stored = secrets.seal(secret, secretLocation(id));
      await clients.add(tx, { id, relyingPartyId, fields, secret: stored, at: context.now });
      tx.journal({
        action: 'radius_client_added',
        relyingParty: fields.name,
        details: { network: fields.network, isSecretGenerated: given === undefined },
      });
      const added: RadiusClient = {
        ...fields,
        id,
        relyingPartyId,
        version: 1,
        secretChangedAt: context.now,
        previousSecretRetiresAt: 0,
      };
      // Kept for a repeat of the request; the unit of work seals what it keeps.
      return { client: added, generatedSecret: shown };
    });
    await announcer.announce('radius-clients');
    return answer;
  }
}
