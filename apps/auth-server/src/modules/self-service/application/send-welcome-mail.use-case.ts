import { checkPin, generatePin, type MailEvent } from '@countersign/domain';
import { DomainError, SecretBytes } from '@countersign/errors';
import type { CommandContext } from '../../../platform/command-context.ts';
import type { ManagedUser } from '../../users/index.ts';
import { detailOf, methodOfKind, primaryMethods } from './factors.ts';
import { isMailEvent } from './notices.ts';
import { maskMail } from './preferences.use-case.ts';
import type { SelfServiceDependencies } from './self-service-dependencies.ts';

/** What was sent where. */
export interface SentWelcomeMail {
  readonly maskedMail: string;
  readonly template: string;
}

/** DI token of the {@link WelcomeMail}. */
export const WELCOME_MAIL = Symbol('WELCOME_MAIL');

/** Welcomes a user by mail. The bulk job of the users module takes this port. */
export interface WelcomeMail {
  /** @throws DomainError `user_not_found`; `not_allowed` without a mail address; `delivery_unavailable` */
  send(user: string, withInitialPin: boolean, context: CommandContext): Promise<SentWelcomeMail>;
}

/** The mail is chosen by the user's method and mode; it holds a first PIN or the address of the portal (inventory 12). */
export class SendWelcomeMail implements WelcomeMail {
  readonly #with: SelfServiceDependencies;

  constructor(dependencies: SelfServiceDependencies) {
    this.#with = dependencies;
  }

  async send(written: string, withInitialPin: boolean, context: CommandContext): Promise<SentWelcomeMail> {
    const { finder, notices, unitOfWork } = this.#with;
    const user = await finder.findToChange(written, context.principal);
    if (user.mail === '') {
      throw new DomainError('not_allowed', `${user.userName} has no mail address: add one first.`, { field: 'user' });
    }
    if (!this.#with.settings.current().mailRelay.isEnabled) {
      throw new DomainError(
        'not_allowed',
        'Mails to users are turned off: turn them on in the settings of mail first.',
      );
    }
    const { event, what } = chosenFor(user, withInitialPin);
    const pin = withInitialPin ? await this.#initialPin(user, context) : '';
    await notices.send(user, event, { what, pin }, context.now);
    await unitOfWork.run({ actor: context.actor, now: context.now }, async (tx) => {
      const details = { template: event, mail: maskMail(user.mail), hasPin: withInitialPin };
      tx.journal({ action: 'welcome_mail_sent', userId: user.id, userName: user.userName, details });
      return await Promise.resolve({});
    });
    return { maskedMail: maskMail(user.mail), template: event.replace('welcome_', '') };
  }

  /** To be changed when it is used for the first time. */
  async #initialPin(user: ManagedUser, context: CommandContext): Promise<string> {
    const { settings, random, hasher, users, unitOfWork } = this.#with;
    const { pinRules } = settings.current();
    const phones = user.authenticators.flatMap(({ phone }) => (phone === undefined ? [] : [phone]));
    const pin = generatePin(random, pinRules, phones);
    if (checkPin(pin, { rules: pinRules, phones }).length > 0)
      throw new Error('a PIN that was just made breaks the rules');
    const pinHash = await hasher.hash({ kind: 'pin', userId: user.id, secret: SecretBytes.fromText(pin) });
    await unitOfWork.run({ actor: context.actor, now: context.now }, async (tx) => {
      await tx.bumpUser(user.id);
      const change = { userId: user.id, pinHash, isChangeRequired: true, isOathPinMode: user.isOathPinMode };
      await users.setPin(tx, { ...change, changedAt: context.now, historyDepth: pinRules.historyDepth });
      const details = { isChangeRequired: true, isOathPinMode: user.isOathPinMode, isGenerated: true, isMailed: true };
      tx.journal({ action: 'pin_set', userId: user.id, userName: user.userName, details });
      return {};
    });
    return pin;
  }
}

/** By the method that is asked for first; without one, the way to the portal. */
function chosenFor(user: ManagedUser, hasPin: boolean): { readonly event: MailEvent; readonly what: string } {
  const methods = primaryMethods(user);
  const preferred = methods.find(({ kind }) => methodOfKind(kind) === user.defaultMethod) ?? methods[0];
  const kind = preferred === undefined ? 'enroll' : preferred.kind === 'phone' ? 'text_message' : 'oath';
  const base = preferred?.kind === 'passkey' ? 'enroll' : kind;
  const event = `welcome_${base}${hasPin ? '_pin' : ''}`;
  if (!isMailEvent(event)) throw new Error(`there is no mail ${event}`);
  const what = preferred === undefined ? '' : detailOf(preferred) || preferred.name;
  return { event, what };
}
