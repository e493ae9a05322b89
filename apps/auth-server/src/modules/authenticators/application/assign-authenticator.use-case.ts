import { DomainError } from '@countersign/errors';
import type { CommandContext } from '../../../platform/command-context.ts';
import type { AuthenticatorDependencies } from './authenticator-dependencies.ts';

/** Gives an imported token to a user. */
export class AssignAuthenticator {
  readonly #with: AuthenticatorDependencies;

  constructor(dependencies: AuthenticatorDependencies) {
    this.#with = dependencies;
  }

  /**
   * @returns the id of the authenticator
   * @throws DomainError `authenticator_not_found`, `authenticator_already_bound`, `user_not_found`
   */
  async execute(serialNumber: string, written: string, context: CommandContext): Promise<string> {
    const { unitOfWork, authenticators, users } = this.#with;
    const stored = await unitOfWork.run(context, async (tx) => {
      const user = await users.lock(tx, written, context.principal);
      const token = await authenticators.lockBySerial(tx, serialNumber);
      if (token === undefined) {
        throw new DomainError('authenticator_not_found', 'There is no token with this serial number.', {
          field: 'serial_number',
        });
      }
      if (token.userId !== undefined) {
        const whom = token.userId === user.id ? 'this user' : 'another user';
        throw new DomainError('authenticator_already_bound', `The token belongs to ${whom} already.`, {
          field: 'serial_number',
        });
      }
      await tx.bumpUser(user.id);
      await authenticators.bind(tx, token.id, user.id, context.now);
      tx.journal({
        action: 'authenticator_assigned',
        userId: user.id,
        userName: user.userName,
        details: { authenticatorId: token.id, kind: token.kind, serialNumber },
      });
      return { id: token.id };
    });
    return stored.id;
  }
}
