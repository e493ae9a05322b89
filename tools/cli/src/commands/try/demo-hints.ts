import { readFileSync } from 'node:fs';
import { decodeBase32, hotpValue } from '@countersign/domain';
import { z } from 'zod';

const STEP_MILLISECONDS = 30_000;

const demoSchema = z.object({
  users: z.array(
    z.object({
      name: z.string(),
      password: z.string(),
      authenticators: z.array(z.looseObject({ secretBase32: z.string().optional() }).nullable()),
    }),
  ),
});

/** What somebody who tries the demonstration types: they have no app that was set up with its seeds. */
export interface DemoHints {
  readonly password: string;
  /** What the user's app would show at an instant (milliseconds since 1970), or where the code goes. */
  code(now: number): string;
}

/** The hints for a user of the local stack's demonstration; undefined for everybody else. */
export function demoHints(demoFile: string | undefined, userName: string): DemoHints | undefined {
  const user = demoFile === undefined ? undefined : readDemo(demoFile).find(({ name }) => name === userName);
  if (user === undefined) return undefined;
  const secret = user.authenticators.find((one) => one?.secretBase32 !== undefined)?.secretBase32;
  const seed = secret === undefined ? undefined : decodeBase32(secret);
  return {
    password: user.password,
    code: (now) =>
      seed === undefined
        ? 'the code is in the inbox: ./countersign inbox'
        : `the app of ${userName} shows ${hotpValue(seed, Math.floor(now / STEP_MILLISECONDS), 'SHA1', 6)}`,
  };
}

function readDemo(path: string): z.output<typeof demoSchema>['users'] {
  try {
    return demoSchema.parse(JSON.parse(readFileSync(path, 'utf8'))).users;
  } catch {
    // Hints are a convenience: without them the questions are asked all the same.
    return [];
  }
}
