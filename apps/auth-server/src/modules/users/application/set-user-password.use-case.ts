import type { SecretBytes } from '@countersign/errors';
import type { CommandContext } from '../../../platform/command-context.ts';
import { findUserToChange } from './find-user.ts';
import type { UserDependencies } from './user-dependencies.ts';

/** Sets or removes the local password. */
export class SetUserPassword {
  readonly #with: UserDependencies;

  constructor(dependencies: UserDependencies) {
    this.#with = dependencies;
  }

  /**
   * @param password undefined: the local password is removed
   * @throws DomainError `user_not_found`
   */
  async execute(written: string, password: SecretBytes | undefined, context: CommandContext): Promise<void> {
    const { unitOfWork, users, hasher } = this.#with;
    // The slow hash is made before the transaction begins, so that no row is locked meanwhile.
    const { id: userId, userName } = await findUserToChange(this.#with, written, context.principal);
    const hash = password === undefined ? undefined : await hasher.hash({ kind: 'password', userId, secret: password });
    await unitOfWork.run(context, async (tx) => {
      await tx.bumpUser(userId);
      await users.setPassword(tx, userId, hash, context.now);
      tx.journal({ action: hash === undefined ? 'password_removed' : 'password_set', userId, userName });
      return {};
    });
  }
}
