/** DI token of the {@link DeliveryReporter}. */
export const DELIVERY_REPORTER = Symbol('DELIVERY_REPORTER');

/** One try with one provider. */
export interface ProviderAttempt {
  readonly provider: string;
  /** `accepted`, `refused`, `unreachable`, or `skipped` after repeated failures. */
  readonly outcome: string;
  readonly detail: string;
  readonly milliseconds: number;
}

/** What became of a delivery. */
export interface DeliveryReport {
  readonly deliveryId: string;
  readonly authenticationId: string;
  readonly userId: string;
  readonly outcome: 'sent' | 'failed';
  /** Empty: none took it. */
  readonly provider: string;
  /** In words, without the text of the message. */
  readonly detail: string;
  readonly attempts: readonly ProviderAttempt[];
}

/** Tells the core. */
export interface DeliveryReporter {
  /** Repeats until the core has it; gives up, and resolves false, at `giveUpAt` (milliseconds since 1970). */
  report(report: DeliveryReport, giveUpAt: number): Promise<boolean>;
}
