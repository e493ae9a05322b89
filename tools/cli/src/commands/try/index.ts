import type { Command } from 'commander';
import type { Run } from '../../session.ts';
import { registerTryRadius } from './try-radius.ts';

/** `countersign try …` */
export function registerTry(program: Command, run: Run): void {
  const attempt = program.command('try').description('Sign in as a user, the way a real system would ask');
  registerTryRadius(attempt, run);
}
