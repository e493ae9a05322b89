import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isDomainError } from '@countersign/errors';
import { createStatusServer, SharedSecret } from '@countersign/radius';
import { exchange } from '../../radius/radius-client.ts';
import type { Session } from '../../session.ts';
import { failed, type Finding, ok } from './finding.ts';

/** Asks every gateway of the local stack for its state (Status-Server, RFC 5997). */
export async function checkRadius({ stack, signal }: Session): Promise<readonly Finding[]> {
  if (stack?.radius === undefined) return [];
  const { authentication, secretFile } = stack.radius;
  return await Promise.all(
    authentication.map(async ({ host, port }): Promise<Finding> => {
      const subject = `RADIUS ${host}:${port}`;
      try {
        const secret = SharedSecret.fromText(readFileSync(secretFile, 'utf8').trimEnd());
        const request = createStatusServer({ identifier: randomInt(256), secret });
        await exchange(request, { host, port, secret, tries: 2, timeoutMilliseconds: 1000 }, signal);
        return ok(subject, 'answers Status-Server');
      } catch (error) {
        const detail = isDomainError(error) ? error.message : `${secretFile} cannot be read`;
        return failed(subject, detail, 'Check that the stack runs: `npm start`.');
      }
    }),
  );
}
