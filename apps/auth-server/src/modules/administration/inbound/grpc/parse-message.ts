import { DomainError } from '@countersign/errors';
import { z } from 'zod';

/**
 * Checks a message of the wire against its schema.
 *
 * @throws DomainError `invalid_request`; `field` is the name in the contract (`user_name`, `policy.trusted_networks[1]`)
 *   and the message a sentence about it. The value itself is never repeated: it may be a secret, or 10 MB long.
 */
export function parseMessage<S extends z.ZodType>(schema: S, message: unknown): z.output<S> {
  const result = schema.safeParse(message);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = fieldName(issue?.path ?? []);
  const subject = field === '' ? 'The request' : `The field ${field}`;
  throw new DomainError('invalid_request', `${subject} ${issue?.message ?? 'is wrong'}.`, {
    field: field === '' ? undefined : field,
  });
}

/** `policy`, `trustedNetworks`, 1 -> `policy.trusted_networks[1]`. */
function fieldName(path: readonly PropertyKey[]): string {
  return path.reduce<string>((name, step) => {
    if (typeof step === 'number') return `${name}[${step}]`;
    const snake = String(step).replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    return name === '' ? snake : `${name}.${snake}`;
  }, '');
}
