import { setTimeout as delay } from 'node:timers/promises';
import { deliveryV1 } from '@countersign/contracts';
import { isDomainError } from '@countersign/errors';
import type { Logger } from '@countersign/observability';
import type { RpcChannel, RpcClient } from '@countersign/rpc';
import type { Clock } from '../../application/ports/clock.ts';
import type { DeliveryReport, DeliveryReporter } from '../../application/ports/delivery-reporter.ts';

const FIRST_PAUSE_MILLISECONDS = 200;
const LONGEST_PAUSE_MILLISECONDS = 5_000;
const LONGEST_DETAIL = 500;

/** Reports to whichever auth-server answers. */
export class CoreReporter implements DeliveryReporter {
  readonly #client: RpcClient<typeof deliveryV1.DeliveryReportServiceDefinition>;
  readonly #clock: Clock;
  readonly #logger: Logger;

  constructor(channel: RpcChannel, clock: Clock, logger: Logger) {
    this.#client = channel.client(deliveryV1.DeliveryReportServiceDefinition);
    this.#clock = clock;
    this.#logger = logger;
  }

  async report(report: DeliveryReport, giveUpAt: number): Promise<boolean> {
    for (let pause = FIRST_PAUSE_MILLISECONDS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MILLISECONDS)) {
      try {
        await this.#client.reportDelivery(messageOf(report));
        return true;
      } catch (error) {
        const { deliveryId } = report;
        if (isDomainError(error, 'invalid_request') || this.#clock.now() + pause >= giveUpAt) {
          this.#logger.error({ deliveryId, err: error }, 'nobody took the report on a delivery');
          return false;
        }
        this.#logger.debug({ deliveryId, err: error }, 'a report on a delivery is repeated');
      }
      await delay(pause);
    }
  }
}

function messageOf(report: DeliveryReport): deliveryV1.ReportDeliveryRequest {
  const shorten = (text: string): string => text.slice(0, LONGEST_DETAIL);
  return {
    ...report,
    detail: shorten(report.detail),
    attempts: report.attempts.map((attempt) => ({
      ...attempt,
      detail: shorten(attempt.detail),
      milliseconds: Math.max(0, Math.round(attempt.milliseconds)),
    })),
  };
}
