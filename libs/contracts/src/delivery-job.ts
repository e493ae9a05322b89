import { z } from 'zod';

/** The BullMQ queue between auth-server and delivery-worker. */
export const DELIVERY_QUEUE = 'deliveries';

/** Prefix of the queue's keys in Redis; in braces so that all keys of a queue live in one slot of a cluster. */
export const DELIVERY_QUEUE_PREFIX = '{cs:bull}';

/**
 * One message to deliver. The text holds a one-time code, so it travels sealed (AES-256-GCM with the installation's key,
 * bound to the delivery's id) and the job is removed when it is done.
 */
export const deliveryJobSchema = z.strictObject({
  deliveryId: z.uuid(),
  authenticationId: z.string().max(64),
  userId: z.uuid(),
  channel: z.enum(['text_message', 'mail']),
  /** E.164 number with a leading plus, or a mail address. */
  recipient: z.string().min(3).max(320),
  /** Base64 of the sealed UTF-8 text; location: table `delivery_jobs`, column `text`, row = deliveryId. */
  sealedText: z.string().min(1).max(16_384),
  language: z.enum(['en', 'fr']),
  /** Of a mail; without one the relay's own subject is used. One line. */
  subject: z
    .string()
    .max(200)
    .regex(/^[^\r\n\0]*$/)
    .optional(),
  /** Milliseconds since 1970; after it the code is worthless and the message is not sent. */
  expiresAtMilliseconds: z.number().int().positive(),
});

/** See {@link deliveryJobSchema}. */
export type DeliveryJob = z.infer<typeof deliveryJobSchema>;
