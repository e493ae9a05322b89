import { DomainError } from '@countersign/errors';
import { z } from 'zod';
import { findControlCharacter } from './control-characters.ts';

/** Where in a request a value stands. */
export type RequestPart = 'params' | 'query' | 'body';

/** @throws DomainError `invalid_request` that names the first field that is wrong */
export function parsePart(schema: z.ZodType | undefined, value: unknown, part: RequestPart): unknown {
  const controlled = findControlCharacter(value);
  if (controlled !== undefined) throw invalid('holds a control character', controlled, part);
  if (schema === undefined) return undefined;
  const result = z.safeParse(schema, value ?? {});
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw invalid(issue?.message ?? 'is not as expected', (issue?.path ?? []).map(String).join('.'), part);
}

function invalid(problem: string, field: string, part: RequestPart): DomainError {
  return field === ''
    ? new DomainError('invalid_request', `the ${part}: ${problem}`)
    : new DomainError('invalid_request', `${field}: ${problem}`, { field });
}
