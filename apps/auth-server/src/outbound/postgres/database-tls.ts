import { readFileSync } from 'node:fs';
import type { DatabaseLogin } from './tracked-pool.ts';

/** TLS to Postgres with its certificate checked; without an authority there is none (loopback, a private network). */
export function databaseTls(authorityFile: string | undefined): DatabaseLogin['ssl'] {
  return authorityFile === undefined
    ? undefined
    : { ca: readFileSync(authorityFile, 'utf8'), rejectUnauthorized: true };
}
