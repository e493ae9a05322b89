import { randomBytes } from 'node:crypto';

/** Crockford's base 32: no letter that is taken for a digit. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME_CHARACTERS = 10;
const RANDOM_CHARACTERS = 16;

/** The id of a request (a ULID): ordered by time, and good to be read over the telephone. */
export function newReference(now: number): string {
  let time = '';
  for (let left = now, index = 0; index < TIME_CHARACTERS; index += 1, left = Math.floor(left / 32)) {
    time = `${ALPHABET[left % 32]}${time}`;
  }
  return time + [...randomBytes(RANDOM_CHARACTERS)].map((octet) => ALPHABET[octet % 32]).join('');
}
