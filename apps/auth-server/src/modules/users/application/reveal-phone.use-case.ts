import { formatPhone } from '@countersign/domain';
import { DomainError } from '@countersign/errors';
import type { CommandContext } from '../../../platform/command-context.ts';
import { lockUser } from './find-user.ts';
import type { UserDependencies } from './user-dependencies.ts';

/** Shows a phone number in full. It is shown only once the journal has who asked for it and why. */
export class RevealPhone {
  readonly #with: UserDependencies;

  constructor(dependencies: UserDependencies) {
    this.#with = dependencies;
  }

  /** @throws DomainError `user_not_found`, `authenticator_not_found` */
  async execute(written: string, authenticatorId: string, reason: string, context: CommandContext): Promise<string> {
    return await this.#with.unitOfWork.run(context, async (tx) => {
      const user = await lockUser(this.#with, tx, written, context.principal);
      const phone = user.authenticators.find(({ id }) => id === authenticatorId)?.phone;
      if (phone === undefined) throw new DomainError('authenticator_not_found', 'The user has no such phone.');
      tx.journal({
        action: 'phone_revealed',
        userId: user.id,
        userName: user.userName,
        details: { authenticatorId, reason },
      });
      return formatPhone(phone);
    });
  }
}
