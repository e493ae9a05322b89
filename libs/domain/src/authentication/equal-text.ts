import { timingSafeEqual } from 'node:crypto';

/** Compares two texts without telling by its time where they differ; their length is not a secret. */
export function equalText(left: string, right: string): boolean {
  const leftOctets = Buffer.from(left, 'utf8');
  const rightOctets = Buffer.from(right, 'utf8');
  return leftOctets.length === rightOctets.length && timingSafeEqual(leftOctets, rightOctets);
}
