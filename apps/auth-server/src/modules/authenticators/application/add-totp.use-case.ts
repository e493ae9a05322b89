import { uuidv7 } from '@countersign/crypto';
import { encodeBase32, type OathAlgorithm, otpauthUri } from '@countersign/domain';
import { SecretBytes } from '@countersign/errors';
import type { CommandContext } from '../../../platform/command-context.ts';
import type { AuthenticatorDependencies } from './authenticator-dependencies.ts';
import { seedLocation } from './ports/authenticator-repository.ts';

/** A time-based authenticator to be added. */
export interface AddTotpCommand {
  readonly user: string;
  readonly name: string;
  readonly algorithm: OathAlgorithm;
  readonly digits: 6 | 8;
  readonly periodSeconds: 30 | 60;
  /** Undefined: a seed is made. */
  readonly seed: SecretBytes | undefined;
  /** The time step of the code that proved the seed, so that it cannot be used again; left out: none did. */
  readonly lastAccepted?: number;
}

/** What the app must learn; shown once. */
export interface AddedTotp {
  readonly authenticatorId: string;
  readonly otpauthUri: string;
  readonly secretBase32: string;
}

const ISSUER = 'Countersign';
/** As long as the output of the hash function, as RFC 4226 section 4 (R6) recommends. */
const SEED_OCTETS: Readonly<Record<OathAlgorithm, number>> = { SHA1: 20, SHA256: 32, SHA512: 64 };

/** Binds a time-based authenticator to a user and shows its seed once. */
export class AddTotp {
  readonly #with: AuthenticatorDependencies;

  constructor(dependencies: AuthenticatorDependencies) {
    this.#with = dependencies;
  }

  /** @throws DomainError `user_not_found` */
  async execute(command: AddTotpCommand, context: CommandContext): Promise<AddedTotp> {
    const { unitOfWork, authenticators, users, secrets, random } = this.#with;
    const { algorithm, digits, periodSeconds, name } = command;
    const id = uuidv7(new Date(context.now), random);
    const seed = command.seed ?? new SecretBytes(random.bytes(SEED_OCTETS[algorithm]));
    return await unitOfWork.run(context, async (tx) => {
      const user = await users.lock(tx, command.user, context.principal);
      await tx.bumpUser(user.id);
      await authenticators.addOath(tx, [
        {
          id,
          userId: user.id,
          kind: 'totp',
          name: name || 'Authenticator app',
          serialNumber: undefined,
          secret: secrets.seal(seed, seedLocation(id)),
          parameters: { algorithm, digits, periodSeconds },
          driftSteps: 0,
          lastAccepted: command.lastAccepted ?? -1,
          at: context.now,
        },
      ]);
      tx.journal({
        action: 'authenticator_added',
        userId: user.id,
        userName: user.userName,
        details: {
          authenticatorId: id,
          kind: 'totp',
          algorithm,
          digits,
          periodSeconds,
          isSeedShown: true,
          isSeedGenerated: command.seed === undefined,
        },
      });
      const parts = {
        kind: 'totp',
        issuer: ISSUER,
        accountName: user.userName,
        seed,
        algorithm,
        digits,
        periodSeconds,
      } as const;
      // Kept for a repeat of the request; the unit of work seals what it keeps.
      return { authenticatorId: id, otpauthUri: otpauthUri(parts), secretBase32: encodeBase32(seed.expose()) };
    });
  }
}
