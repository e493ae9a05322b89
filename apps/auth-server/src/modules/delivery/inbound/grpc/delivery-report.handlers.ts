import type { deliveryV1 } from '@countersign/contracts';
import { DomainError } from '@countersign/errors';
import type { ServiceImplementation } from '@countersign/rpc';
import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Clock } from '../../../../platform/clock.ts';
import { CLOCK } from '../../../../platform/tokens.ts';
import { RecordDelivery } from '../../application/record-delivery.use-case.ts';

const words = z.string().max(500);
const provider = z.string().max(64);

const reportSchema = z.object({
  deliveryId: z.uuidv7(),
  authenticationId: z.string().min(1).max(64),
  userId: z.uuid(),
  outcome: z.enum(['sent', 'failed']),
  provider,
  detail: words,
  attempts: z
    .array(
      z.object({
        provider,
        outcome: z.string().max(32),
        detail: words,
        milliseconds: z.number().int().nonnegative(),
      }),
    )
    .max(32),
});

/** What the delivery-worker reports. */
@Injectable()
export class DeliveryReportHandlers {
  readonly #record: RecordDelivery;
  readonly #clock: Clock;

  constructor(@Inject(RecordDelivery) record: RecordDelivery, @Inject(CLOCK) clock: Clock) {
    this.#record = record;
    this.#clock = clock;
  }

  /** For `addService(deliveryV1.DeliveryReportServiceDefinition, …)`; called by `delivery-worker` alone. */
  handlers(): ServiceImplementation<typeof deliveryV1.DeliveryReportServiceDefinition> {
    return {
      reportDelivery: async (request) => {
        const result = reportSchema.safeParse(request);
        if (!result.success) {
          const [issue] = result.error.issues;
          const field = issue?.path.join('.') ?? '';
          throw new DomainError('invalid_request', `the report of a delivery: ${field} ${issue?.message ?? ''}`, {
            field,
          });
        }
        await this.#record.execute({ ...result.data, now: this.#clock.now() });
        return {};
      },
    };
  }
}
