import { DomainError } from '@countersign/errors';
import type { ImportLine } from '../../application/imported-token.ts';
import type { PskcCredentials } from './pskc-protection.ts';
import { readOathCsv } from './read-oath-csv.ts';
import { readPskc } from './read-pskc.ts';

/** A token file in one of the formats that are understood. */
export type TokenFileFormat = 'pskc' | 'oath_csv';

/** Reads a token file. @throws DomainError `invalid_request` with field `content` */
export function readTokenFile(
  format: TokenFileFormat,
  content: Uint8Array,
  credentials: PskcCredentials,
): readonly ImportLine[] {
  if (format === 'oath_csv') return readOathCsv(content);
  return readPskc(decodeUtf8(content), credentials);
}

function decodeUtf8(content: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch (cause) {
    throw new DomainError('invalid_request', 'The file is not UTF-8.', { field: 'content', cause });
  }
}
