export { MAIL_MESSAGES, type MailMessage, type MailMessages } from './application/ports/mail-messages.ts';
export {
  DELIVERY_FAILURES,
  type DeliveryFailure,
  type DeliveryFailures,
  type DeliveryOutcomes,
} from './application/ports/delivery-outcomes.ts';
export {
  TEXT_MESSAGES,
  type TextMessage,
  type TextMessageOutcome,
  type TextMessages,
} from './application/ports/text-messages.ts';
export { DeliveryModule, type DeliveryModuleConfig } from './delivery.module.ts';
export { DeliveryReportHandlers } from './inbound/grpc/delivery-report.handlers.ts';
