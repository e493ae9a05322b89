import { type KeyedHash, type RandomSource, type Sealer, uuidv7 } from '@countersign/crypto';
import type { SecretBytes } from '@countersign/errors';
import type { Logger } from '@countersign/observability';
import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import type { RedisConnection } from '../../outbound/redis/redis-connection.ts';
import { CONFIG, KEYED_HASH, LOGGER, RANDOM, REDIS, SEALER } from '../../platform/tokens.ts';
import { JOURNAL_STREAM, JournalModule } from '../journal/index.ts';
import { COMPANY_SETTINGS, type CompanySettingsSource, PoliciesModule } from '../policies/index.ts';
import { DELIVERY_FAILURES } from './application/ports/delivery-outcomes.ts';
import type { DeliveryJournal } from './application/ports/delivery-journal.ts';
import { MAIL_MESSAGES } from './application/ports/mail-messages.ts';
import { TEXT_MESSAGES } from './application/ports/text-messages.ts';
import { RecordDelivery } from './application/record-delivery.use-case.ts';
import { SendMail } from './application/send-mail.use-case.ts';
import { SendTextMessage } from './application/send-text-message.use-case.ts';
import { DeliveryReportHandlers } from './inbound/grpc/delivery-report.handlers.ts';
import { BullDeliveryQueue } from './outbound/bullmq/bull-delivery-queue.ts';
import { RedisSendLimits } from './outbound/redis/redis-send-limits.ts';

/** What this module needs of the configuration. */
export interface DeliveryModuleConfig {
  readonly REDIS_URL: SecretBytes;
  readonly INSTANCE_NAME: string;
}

const queue = {
  provide: BullDeliveryQueue,
  inject: [CONFIG, SEALER, LOGGER],
  useFactory: (config: DeliveryModuleConfig, sealer: Sealer, logger: Logger) =>
    new BullDeliveryQueue(config.REDIS_URL.expose().toString('utf8').trim(), sealer, logger),
};

const limits = {
  provide: RedisSendLimits,
  inject: [REDIS, KEYED_HASH],
  useFactory: (redis: RedisConnection, keyedHash: KeyedHash) => new RedisSendLimits(redis, keyedHash),
};

const textMessages = {
  provide: TEXT_MESSAGES,
  inject: [COMPANY_SETTINGS, RedisSendLimits, BullDeliveryQueue, RANDOM],
  useFactory: (
    settings: CompanySettingsSource,
    counted: RedisSendLimits,
    put: BullDeliveryQueue,
    random: RandomSource,
  ) =>
    new SendTextMessage({
      settings,
      limits: counted,
      queue: put,
      newDeliveryId: (now) => uuidv7(new Date(now), random),
    }),
};

const mailMessages = {
  provide: MAIL_MESSAGES,
  inject: [BullDeliveryQueue, RANDOM],
  useFactory: (put: BullDeliveryQueue, random: RandomSource) =>
    new SendMail(put, (now) => uuidv7(new Date(now), random)),
};

const record = {
  provide: RecordDelivery,
  inject: [JOURNAL_STREAM, CONFIG],
  useFactory: (journal: DeliveryJournal, config: DeliveryModuleConfig) =>
    new RecordDelivery(journal, config.INSTANCE_NAME),
};

/** Text messages and mails on their way out, and what became of them. */
@Module({
  imports: [PoliciesModule, JournalModule],
  providers: [
    queue,
    limits,
    textMessages,
    mailMessages,
    record,
    { provide: DELIVERY_FAILURES, useExisting: RecordDelivery },
    DeliveryReportHandlers,
  ],
  exports: [TEXT_MESSAGES, MAIL_MESSAGES, DELIVERY_FAILURES, DeliveryReportHandlers],
})
export class DeliveryModule implements OnApplicationShutdown {
  readonly #queue: BullDeliveryQueue;

  constructor(@Inject(BullDeliveryQueue) made: BullDeliveryQueue) {
    this.#queue = made;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#queue.close();
  }
}
