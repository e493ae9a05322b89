import { DomainError } from '@countersign/errors';
import type { Command } from 'commander';
import { confirm } from '../../confirm.ts';
import { askStack } from '../../core/control-socket.ts';
import { withExamples } from '../../options.ts';
import type { Run } from '../../session.ts';

/** `servers rejoin` */
export function registerServersRejoin(servers: Command, run: Run): void {
  const command = servers
    .command('rejoin <name>')
    .description('Rebuild a fenced old master as a copy of the new one (local stack)')
    .action(
      run(async (session, name: string) => {
        const { stack, output } = session;
        if (stack === undefined) {
          throw new DomainError(
            'invalid_request',
            'Only the local stack rebuilds databases by itself; elsewhere the operator of Postgres does it (see docs/runbooks).',
          );
        }
        await confirm(session, `The database of ${name} is removed and copied anew from the master.`, name);
        output.note('Copying the database of the master …');
        const answer = await askStack(stack.controlSocket, { command: 'rejoin', name });
        output.result(answer, () => output.line(`${name} is a copy of the master again.`));
      }),
    );
  withExamples(command, 'servers rejoin pg-1');
}
