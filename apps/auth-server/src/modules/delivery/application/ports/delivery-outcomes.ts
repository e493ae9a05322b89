/** DI token of the {@link DeliveryFailures}. */
export const DELIVERY_FAILURES = Symbol('DELIVERY_FAILURES');

/** A message that reached no provider. */
export interface DeliveryFailure {
  readonly deliveryId: string;
  readonly authenticationId: string;
  readonly userId: string;
  /** In words, without the text of the message. */
  readonly detail: string;
  readonly now: number;
}

/** Whoever waits for an answer to a message that will not come; implemented by the authentication module. */
export interface DeliveryOutcomes {
  /** May be told of the same failure more than once. */
  failed(failure: DeliveryFailure): Promise<void>;
}

/** Where {@link DeliveryOutcomes} signs up: this module cannot import the one that imports it. */
export interface DeliveryFailures {
  /** The result ends the subscription. */
  subscribe(outcomes: DeliveryOutcomes): () => void;
}
