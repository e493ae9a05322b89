import { readFile, stat } from 'node:fs/promises';
import { DomainError } from '@countersign/errors';

/** A file that goes to a server in one message. @throws DomainError `invalid_request` with what to do */
export async function readImportFile(path: string, maxOctets = 12 * 1_048_576): Promise<Buffer> {
  try {
    const facts = await stat(path);
    if (!facts.isFile()) throw new DomainError('invalid_request', `${path} is not a file.`);
    if (facts.size > maxOctets) {
      throw new DomainError('invalid_request', `${path} is larger than ${maxOctets / 1_048_576} MB: split it.`);
    }
    return await readFile(path);
  } catch (cause) {
    if (cause instanceof DomainError) throw cause;
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
    throw new DomainError('invalid_request', `The file ${path} cannot be read (${code}).`, { cause });
  }
}
