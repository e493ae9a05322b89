import type { SecretBytes } from '@countersign/errors';
import { CircuitBreaker, type CircuitBreakerRules } from './circuit-breaker.ts';
import type { Clock } from './ports/clock.ts';
import type { DeliveryMeter } from './ports/delivery-meter.ts';
import type { DeliveryReport, DeliveryReporter, ProviderAttempt } from './ports/delivery-reporter.ts';
import type { Channel, MessageProvider, OutgoingMessage, ProviderOutcome } from './ports/message-provider.ts';

/** A message as it comes from the queue. */
export interface Delivery {
  readonly deliveryId: string;
  readonly authenticationId: string;
  readonly userId: string;
  readonly channel: Channel;
  readonly recipient: string;
  /** Undefined: it could not be unsealed, and `problem` says why. */
  readonly text: SecretBytes | undefined;
  readonly problem?: string;
  readonly language: 'en' | 'fr';
  /** Of a mail. */
  readonly subject?: string | undefined;
  /** Milliseconds since 1970; after it the code in the message is worthless. */
  readonly expiresAt: number;
}

/** What {@link DeliverMessage} needs. */
export interface DeliverMessageDependencies {
  /** In the order they are tried. */
  readonly providers: readonly MessageProvider[];
  readonly reporter: DeliveryReporter;
  readonly meter: DeliveryMeter;
  readonly clock: Clock;
  readonly breaker?: CircuitBreakerRules;
}

interface Guarded {
  readonly provider: MessageProvider;
  readonly breaker: CircuitBreaker;
}

const BREAKER: CircuitBreakerRules = { failures: 3, pauseMilliseconds: 30_000 };
/** The journal should learn of a message even when the code in it is over; not for ever, because a job waits meanwhile. */
const SHORTEST_REPORTING_MILLISECONDS = 60_000;

/** Hands a message to the first provider that takes it, and reports what became of it. */
export class DeliverMessage {
  readonly #needs: DeliverMessageDependencies;
  readonly #providers: readonly Guarded[];

  constructor(dependencies: DeliverMessageDependencies) {
    this.#needs = dependencies;
    const rules = dependencies.breaker ?? BREAKER;
    this.#providers = dependencies.providers.map((provider) => ({ provider, breaker: new CircuitBreaker(rules) }));
  }

  /** Resolves with the report, after the core has it or nobody waits for it any more. */
  async execute(delivery: Delivery): Promise<DeliveryReport> {
    const { clock, reporter, meter } = this.#needs;
    const startedAt = clock.now();
    const report = await this.#deliver(delivery);
    meter.delivered(delivery.channel, report.outcome, clock.now() - startedAt);
    await reporter.report(report, Math.max(delivery.expiresAt, clock.now() + SHORTEST_REPORTING_MILLISECONDS));
    return report;
  }

  async #deliver(delivery: Delivery): Promise<DeliveryReport> {
    const { deliveryId, recipient, language, subject, text } = delivery;
    if (text === undefined) return failed(delivery, delivery.problem ?? 'the text could not be read', []);
    const suitable = this.#providers.filter(({ provider }) => provider.channel === delivery.channel);
    if (suitable.length === 0) return failed(delivery, `no provider is configured for ${delivery.channel}`, []);
    const attempts: ProviderAttempt[] = [];
    for (const guarded of suitable) {
      if (this.#needs.clock.now() >= delivery.expiresAt) {
        return failed(delivery, 'the code expired before a provider took the message', attempts);
      }
      const message = { deliveryId, recipient, language, subject, text };
      const attempt = await this.#attempt(guarded, message, delivery.expiresAt);
      attempts.push(attempt);
      this.#needs.meter.attempted(attempt.provider, attempt.outcome);
      if (attempt.outcome === 'accepted') return sent(delivery, attempts);
    }
    return failed(delivery, summary(attempts), attempts);
  }

  async #attempt(
    { provider, breaker }: Guarded,
    message: OutgoingMessage,
    expiresAt: number,
  ): Promise<ProviderAttempt> {
    const startedAt = this.#needs.clock.now();
    const attempt = (outcome: string, detail: string): ProviderAttempt => ({
      provider: provider.name,
      outcome,
      detail,
      milliseconds: this.#needs.clock.now() - startedAt,
    });
    if (!breaker.admit(startedAt)) return attempt('skipped', 'left out for a while after repeated failures');
    const limit = Math.min(provider.timeoutMilliseconds, expiresAt - startedAt);
    const outcome = await settle(provider, message, AbortSignal.timeout(limit));
    if (outcome.kind === 'unreachable') breaker.failed(this.#needs.clock.now());
    else breaker.succeeded();
    return attempt(outcome.kind, outcome.kind === 'accepted' ? '' : outcome.detail);
  }
}

/** A fault in one provider's adapter must not keep the others from trying. */
async function settle(
  provider: MessageProvider,
  message: OutgoingMessage,
  signal: AbortSignal,
): Promise<ProviderOutcome> {
  try {
    return await provider.send(message, signal);
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown';
    return { kind: 'unreachable', detail: `an unexpected ${name}` };
  }
}

function sent(delivery: Delivery, attempts: readonly ProviderAttempt[]): DeliveryReport {
  const provider = attempts.at(-1)?.provider ?? '';
  return { ...idsOf(delivery), outcome: 'sent', provider, detail: `accepted by ${provider}`, attempts };
}

function failed(delivery: Delivery, detail: string, attempts: readonly ProviderAttempt[]): DeliveryReport {
  return { ...idsOf(delivery), outcome: 'failed', provider: '', detail, attempts };
}

function idsOf({ deliveryId, authenticationId, userId }: Delivery) {
  return { deliveryId, authenticationId, userId };
}

function summary(attempts: readonly ProviderAttempt[]): string {
  return attempts.map(({ provider, outcome, detail }) => `${provider} ${outcome}: ${detail}`).join('; ');
}
