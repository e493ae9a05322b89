import { uuidv7 } from '@countersign/crypto';
import { type E164Phone, maskPhone } from '@countersign/domain';
import { DomainError } from '@countersign/errors';
import type { CommandContext } from '../../../platform/command-context.ts';
import type { AuthenticatorDependencies } from './authenticator-dependencies.ts';

/** A phone to be added. */
export interface AddPhoneCommand {
  readonly user: string;
  readonly phone: E164Phone;
  readonly name: string;
}

/** Binds a phone for text messages to a user. */
export class AddPhone {
  readonly #with: AuthenticatorDependencies;

  constructor(dependencies: AuthenticatorDependencies) {
    this.#with = dependencies;
  }

  /**
   * @returns the id of the authenticator
   * @throws DomainError `user_not_found`; `already_exists` when the user has this phone
   */
  async execute({ user: written, phone, name }: AddPhoneCommand, context: CommandContext): Promise<string> {
    const { unitOfWork, authenticators, users, random } = this.#with;
    const id = uuidv7(new Date(context.now), random);
    const stored = await unitOfWork.run(context, async (tx) => {
      const user = await users.lock(tx, written, context.principal);
      if (user.authenticators.some((each) => each.phone?.number === phone.number)) {
        throw new DomainError('already_exists', `${user.userName} has this phone already.`, { field: 'phone' });
      }
      await tx.bumpUser(user.id);
      await authenticators.addPhone(tx, { id, userId: user.id, name, phone, at: context.now });
      tx.journal({
        action: 'authenticator_added',
        userId: user.id,
        userName: user.userName,
        details: { authenticatorId: id, kind: 'phone', phone: maskPhone(phone) },
      });
      return { id };
    });
    return stored.id;
  }
}
