import { DomainError } from '@countersign/errors';
import type { CommandContext } from '../../../platform/command-context.ts';
import type { AuthenticatorDependencies } from './authenticator-dependencies.ts';
import { chooseAuthenticator } from './choose-authenticator.ts';

/** Removes an authenticator from a user, for good. */
export class RemoveAuthenticator {
  readonly #with: AuthenticatorDependencies;

  constructor(dependencies: AuthenticatorDependencies) {
    this.#with = dependencies;
  }

  /** @throws DomainError `user_not_found`, `authenticator_not_found` */
  async execute(written: string, named: string, context: CommandContext): Promise<void> {
    const { unitOfWork, authenticators, users } = this.#with;
    await unitOfWork.run(context, async (tx) => {
      const user = await users.lock(tx, written, context.principal);
      // Nothing is removed by a slip of the hand: the name is required here.
      if (named === '')
        throw new DomainError('invalid_request', 'Name the authenticator by its id or serial number.', {
          field: 'authenticator',
        });
      const chosen = chooseAuthenticator(await authenticators.lockOfUser(tx, user.id), named);
      await tx.bumpUser(user.id);
      await authenticators.remove(tx, chosen.id);
      const { id: authenticatorId, kind, serialNumber = '' } = chosen;
      tx.journal({
        action: 'authenticator_removed',
        userId: user.id,
        userName: user.userName,
        details: { authenticatorId, kind, serialNumber },
      });
      return {};
    });
  }
}
