import type { E164Phone } from '@countersign/domain';
import { uuidv7 } from '@countersign/crypto';
import type { SecretBytes } from '@countersign/errors';
import type { CommandContext } from '../../../platform/command-context.ts';
import { assertInScope } from '../../../platform/visibility.ts';
import type { ManagedUser, UserFields } from './ports/managed-user.ts';
import { refuseTakenNames } from './name-conflict.ts';
import type { UserDependencies } from './user-dependencies.ts';

/** A user to be added. */
export interface AddUserCommand {
  readonly fields: UserFields;
  readonly phone: E164Phone | undefined;
  /** Undefined: no local password. */
  readonly password: SecretBytes | undefined;
}

/** Adds a user, with a password and a phone if they are given. */
export class AddUser {
  readonly #with: UserDependencies;

  constructor(dependencies: UserDependencies) {
    this.#with = dependencies;
  }

  /** @throws DomainError `already_exists`; `user_not_found` when the user would lie outside of the principal's scope */
  async execute({ fields, phone, password }: AddUserCommand, context: CommandContext): Promise<ManagedUser> {
    const { unitOfWork, users, hasher, random } = this.#with;
    const now = new Date(context.now);
    const userId = uuidv7(now, random);
    const passwordHash =
      password === undefined ? undefined : await hasher.hash({ kind: 'password', userId, secret: password });
    const boundPhone = phone === undefined ? undefined : { id: uuidv7(now, random), phone };
    assertInScope(context.principal, { id: userId, groups: fields.groups });
    return await unitOfWork.run(context, async (tx) => {
      const names = [fields.userName, ...fields.aliases];
      refuseTakenNames(names, await users.ownersInside(tx, names), undefined);
      const added = { id: userId, fields, passwordHash, phone: boundPhone, createdAt: context.now };
      await users.add(tx, [added]);
      tx.journal({
        action: 'user_added',
        userId,
        userName: fields.userName,
        details: {
          groups: fields.groups,
          isEnabled: fields.isEnabled,
          hasPhone: phone !== undefined,
          hasPassword: password !== undefined,
        },
      });
      const user = await users.lock(tx, { id: userId });
      if (user === undefined) throw new Error('the user that was just added is not there');
      return user;
    });
  }
}
