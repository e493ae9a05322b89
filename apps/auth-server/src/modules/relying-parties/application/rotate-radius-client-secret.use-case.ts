import type { SecretBytes } from '@countersign/errors';
import type { CommandContext } from '../../../platform/command-context.ts';
import type { ClientWithSecret } from './add-radius-client.use-case.ts';
import { lockClient } from './lock-client.ts';
import { previousSecretLocation, secretLocation } from './ports/radius-client-repository.ts';
import type { SealedRadiusClient } from './ports/radius-client.ts';
import type { RelyingPartyDependencies } from './relying-party-dependencies.ts';
import { generateSharedSecret } from './shared-secret.ts';

/** A new secret for a client. */
export interface RotateRadiusClientSecretCommand {
  readonly id: string;
  /** Undefined: one is made. */
  readonly secret: SecretBytes | undefined;
  /** How long the former one stays good; 0: it ends at once. */
  readonly retirePreviousAfterSeconds: number;
}

/** Gives a RADIUS client a new secret; both are good until the former one retires. */
export class RotateRadiusClientSecret {
  readonly #with: RelyingPartyDependencies;

  constructor(dependencies: RelyingPartyDependencies) {
    this.#with = dependencies;
  }

  /** @throws DomainError `not_found` */
  async execute(command: RotateRadiusClientSecretCommand, context: CommandContext): Promise<ClientWithSecret> {
    const { unitOfWork, clients, secrets, announcer, random } = this.#with;
    const { id, retirePreviousAfterSeconds: overlap } = command;
    const secret = command.secret ?? generateSharedSecret(random);
    const isGenerated = command.secret === undefined;
    const shown = isGenerated ? secret.expose().toString('utf8') : '';
    const retiresAt = overlap === 0 ? 0 : context.now + overlap * 1000;
    const answer = await unitOfWork.run(context, async (tx) => {
      const { secretSealed, previousSecretSealed: _former, ...before } = await lockClient(clients, tx, id);
      const previous = overlap === 0 ? undefined : { secret: this.#moved(id, secretSealed), retiresAt };
      const rotation = { id, secret: secrets.seal(secret, secretLocation(id)), previous, at: context.now };
      await clients.rotate(tx, rotation);
      tx.journal({
        action: 'radius_client_secret_rotated',
        relyingParty: before.name,
        details: { isSecretGenerated: isGenerated, previousRetiresAfterSeconds: overlap },
      });
      const after = {
        ...before,
        version: before.version + 1,
        secretChangedAt: context.now,
        previousSecretRetiresAt: retiresAt,
      };
      // Kept for a repeat of the request; the unit of work seals what it keeps.
      return { client: after, generatedSecret: shown };
    });
    await announcer.announce('radius-clients');
    return answer;
  }

  /** A sealed value belongs to its column: the former secret is opened and sealed for the other one. */
  #moved(id: string, sealed: SealedRadiusClient['secretSealed']) {
    const { secrets } = this.#with;
    return secrets.seal(secrets.open(sealed, secretLocation(id)), previousSecretLocation(id));
  }
}
