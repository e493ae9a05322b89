import { readFileSync } from 'node:fs';
import { DomainError } from '@countersign/errors';
import { z } from 'zod';

const address = z.object({ host: z.string(), port: z.number().int() });

const schema = z.object({
  version: z.literal(1),
  /** Ends when the stack ends. */
  controlSocket: z.string(),
  core: z.array(address),
  tls: z.object({ certificate: z.string(), key: z.string(), authority: z.string() }),
  inbox: z.string().optional(),
  /** Users, passwords and seeds of the demonstration. */
  demoFile: z.string().optional(),
  radius: z
    .object({
      authentication: z.array(address),
      /** File with the shared secret of the client that this machine is. */
      secretFile: z.string(),
    })
    .optional(),
});

/** What the local stack says about itself. */
export type StackFile = z.output<typeof schema>;

/** Reads the stack's description; undefined when there is no such file. */
export function readStackFile(path: string): StackFile | undefined {
  let content: string;
  try {
    content = readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
  try {
    return schema.parse(JSON.parse(content));
  } catch (cause) {
    throw new DomainError(
      'invalid_request',
      `The stack file ${path} is damaged, or from another release: start the stack again.`,
      { cause },
    );
  }
}
