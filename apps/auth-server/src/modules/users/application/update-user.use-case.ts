import { DomainError } from '@countersign/errors';
import type { CommandContext } from '../../../platform/command-context.ts';
import { assertInScope } from '../../../platform/visibility.ts';
import { lockUser } from './find-user.ts';
import type { ManagedUser, UserChanges } from './ports/managed-user.ts';
import { refuseTakenNames } from './name-conflict.ts';
import type { UserDependencies } from './user-dependencies.ts';

/** Fields of a user to be replaced. */
export interface UpdateUserCommand {
  readonly user: string;
  /** The version that was read; 0: whatever it is. */
  readonly version: number;
  readonly changes: UserChanges;
}

/** Changes a user; a disabled one cannot sign in any more from the moment this returns, on any server. */
export class UpdateUser {
  readonly #with: UserDependencies;

  constructor(dependencies: UserDependencies) {
    this.#with = dependencies;
  }

  /** @throws DomainError `user_not_found`, `version_conflict`, `already_exists` */
  async execute(command: UpdateUserCommand, context: CommandContext): Promise<ManagedUser> {
    const { unitOfWork, users } = this.#with;
    const { changes } = command;
    return await unitOfWork.run(context, async (tx) => {
      const before = await lockUser(this.#with, tx, command.user, context.principal);
      if (command.version !== 0 && command.version !== before.version) {
        throw new DomainError(
          'version_conflict',
          `The user ${before.userName} was changed meanwhile (version ${before.version}).`,
        );
      }
      if (changes.groups !== undefined) assertInScope(context.principal, { id: before.id, groups: changes.groups });
      const names = [changes.userName ?? before.userName, ...(changes.aliases ?? before.aliases)];
      refuseTakenNames(names, await users.ownersInside(tx, names), before.id);
      const changed = { id: before.id, changes, passwordHash: undefined, phone: undefined, updatedAt: context.now };
      await users.change(tx, [changed]);
      await tx.bumpUser(before.id);
      tx.journal({
        action: actionOf(changes),
        userId: before.id,
        userName: before.userName,
        details: {
          fields: Object.keys(changes),
          ...(changes.userName === undefined ? {} : { newUserName: changes.userName }),
        },
      });
      return (await users.lock(tx, { id: before.id })) ?? before;
    });
  }
}

function actionOf(changes: UserChanges): string {
  const isOnly = Object.keys(changes).length === 1;
  if (changes.isEnabled === undefined || !isOnly) return 'user_changed';
  return changes.isEnabled ? 'user_enabled' : 'user_disabled';
}
