import { checkPin, type E164Phone, generatePin, pinProblemText } from '@countersign/domain';
import { DomainError, SecretBytes } from '@countersign/errors';
import type { CommandContext } from '../../../platform/command-context.ts';
import { findUserToChange } from './find-user.ts';
import type { ManagedUser } from './ports/managed-user.ts';
import type { UserDependencies } from './user-dependencies.ts';

/** A PIN to be set. */
export interface SetUserPinCommand {
  readonly user: string;
  /** Undefined: one is made. */
  readonly pin: SecretBytes | undefined;
  readonly isChangeRequired: boolean;
  readonly isOathPinMode: boolean;
}

/** Sets a PIN that keeps the company's rules, or makes one. */
export class SetUserPin {
  readonly #with: UserDependencies;

  constructor(dependencies: UserDependencies) {
    this.#with = dependencies;
  }

  /**
   * @returns the PIN if it was made here, to be shown once
   * @throws DomainError `user_not_found`; `invalid_request` for a PIN that the rules refuse
   */
  async execute(command: SetUserPinCommand, context: CommandContext): Promise<string> {
    const { unitOfWork, users, hasher, settings, random } = this.#with;
    const user = await findUserToChange(this.#with, command.user, context.principal);
    const { pinRules } = settings.current();
    const phones = phonesOf(user);
    const pin = command.pin?.expose().toString('utf8') ?? generatePin(random, pinRules, phones);
    await this.#refuseBadPin(user, pin, phones);
    const pinHash = await hasher.hash({ kind: 'pin', userId: user.id, secret: SecretBytes.fromText(pin) });
    const { isChangeRequired, isOathPinMode } = command;
    const isGenerated = command.pin === undefined;
    const shown = isGenerated ? pin : '';
    const answer = await unitOfWork.run(context, async (tx) => {
      await tx.bumpUser(user.id);
      const change = { userId: user.id, pinHash, isChangeRequired, isOathPinMode, changedAt: context.now };
      await users.setPin(tx, { ...change, historyDepth: pinRules.historyDepth });
      const details = { isChangeRequired, isOathPinMode, isGenerated };
      tx.journal({ action: 'pin_set', userId: user.id, userName: user.userName, details });
      // Kept for a repeat of the request; the unit of work seals what it keeps.
      return { shown };
    });
    return answer.shown;
  }

  async #refuseBadPin(user: ManagedUser, pin: string, phones: readonly E164Phone[]): Promise<void> {
    const { settings, users, hasher } = this.#with;
    const { pinRules: rules } = settings.current();
    const secret = SecretBytes.fromText(pin);
    const [problem] = checkPin(pin, { rules, phones });
    if (problem !== undefined)
      throw new DomainError('invalid_request', pinProblemText(problem, 'en'), { field: 'pin' });
    for (const stored of await users.pinHashes(user.id, rules.historyDepth)) {
      if (await hasher.verify({ kind: 'pin', userId: user.id, secret }, stored)) {
        const text = pinProblemText({ code: 'used_recently' }, 'en');
        throw new DomainError('invalid_request', text, { field: 'pin' });
      }
    }
  }
}

function phonesOf({ authenticators }: ManagedUser): readonly E164Phone[] {
  return authenticators.flatMap(({ phone }) => (phone === undefined ? [] : [phone]));
}
