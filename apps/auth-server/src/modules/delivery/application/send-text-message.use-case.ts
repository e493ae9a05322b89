import { type CompanySettings, isCallingCodeAllowed, renderTextMessage } from '@countersign/domain';
import type { DeliveryQueue } from './ports/delivery-queue.ts';
import type { SendLimits } from './ports/send-limits.ts';
import type { TextMessage, TextMessageOutcome, TextMessages } from './ports/text-messages.ts';

/** A country that is not allowed may be allowed some day, but not for this sign-in. */
const NOT_TODAY_SECONDS = 86_400;

/** What {@link SendTextMessage} needs. */
export interface SendTextMessageDependencies {
  readonly settings: { current(): CompanySettings };
  readonly limits: SendLimits;
  readonly queue: DeliveryQueue;
  readonly newDeliveryId: (now: number) => string;
}

/** Sends a one-time code by text message, if the limits allow it. */
export class SendTextMessage implements TextMessages {
  readonly #needs: SendTextMessageDependencies;

  constructor(dependencies: SendTextMessageDependencies) {
    this.#needs = dependencies;
  }

  async send(message: TextMessage): Promise<TextMessageOutcome> {
    const { settings, limits, queue } = this.#needs;
    const { textMessageLimits, textMessageTemplates } = settings.current();
    const { user, phone, code, applicationName, language, now } = message;
    if (!isCallingCodeAllowed(phone, textMessageLimits.allowedCallingCodes)) {
      return { kind: 'limited', retryAfterSeconds: NOT_TODAY_SECONDS };
    }
    const deliveryId = this.#needs.newDeliveryId(now);
    const { perNumberPerHour, perUserPerHour } = textMessageLimits;
    const budget = { deliveryId, number: phone.number, userId: user.id, perNumberPerHour, perUserPerHour };
    const retryAfterSeconds = await limits.take(budget);
    if (retryAfterSeconds > 0) return { kind: 'limited', retryAfterSeconds };
    await queue.put({
      deliveryId,
      authenticationId: message.authenticationId,
      userId: user.id,
      number: phone.number,
      text: renderTextMessage(textMessageTemplates[language], { otp: code, applicationName }),
      language,
      expiresAt: message.expiresAt,
    });
    return { kind: 'queued', deliveryId };
  }
}
