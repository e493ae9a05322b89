import type { Metrics } from '@countersign/observability';
import type { DeliveryMeter } from '../../application/ports/delivery-meter.ts';
import type { Channel } from '../../application/ports/message-provider.ts';

/** Deliveries and attempts as metrics; the labels come from the configuration alone. */
export class PrometheusDeliveryMeter implements DeliveryMeter {
  readonly #deliveries;
  readonly #attempts;
  readonly #duration;

  constructor(metrics: Metrics) {
    this.#deliveries = metrics.counter({
      name: 'countersign_deliveries_total',
      help: 'Messages taken from the queue, by what became of them.',
      labels: ['channel', 'outcome'],
    });
    this.#attempts = metrics.counter({
      name: 'countersign_delivery_attempts_total',
      help: 'Attempts to hand a message to a provider.',
      labels: ['provider', 'outcome'],
    });
    this.#duration = metrics.histogram({
      name: 'countersign_delivery_seconds',
      help: 'From taking a message from the queue until a provider took it or none would.',
      labels: ['channel', 'outcome'],
    });
  }

  delivered(channel: Channel, outcome: 'sent' | 'failed', milliseconds: number): void {
    this.#deliveries.inc({ channel, outcome });
    this.#duration.observe({ channel, outcome }, milliseconds / 1_000);
  }

  attempted(provider: string, outcome: string): void {
    this.#attempts.inc({ provider, outcome });
  }
}
