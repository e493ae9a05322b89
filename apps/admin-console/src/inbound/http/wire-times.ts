import { z } from 'zod';

/** ISO 8601, UTC; null: never, or not known. */
export const instantOrNull = z.iso.datetime().nullable();

/** ISO 8601, UTC. */
export const instant = z.iso.datetime();

/** Milliseconds of the core as the pages get them; 0 stands for "never". */
export function toInstantOrNull(milliseconds: number): string | null {
  return milliseconds === 0 ? null : new Date(milliseconds).toISOString();
}

/** Milliseconds of the core as the pages get them. */
export function toInstant(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/** An instant of a query; left out: open. */
export const instantOfQuery = z
  .union([z.literal(''), z.iso.datetime({ offset: true })])
  .default('')
  .transform((text) => (text === '' ? 0 : Date.parse(text)));

/** What every list takes. */
export const pageOfQuery = {
  limit: z.coerce.number().int().min(0).max(200).default(0),
  cursor: z.string().max(512).default(''),
};

/** The place of the next page, or null. */
export function nextOf(token: string): string | null {
  return token === '' ? null : token;
}
