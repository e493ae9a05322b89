import { keysV1 } from '@countersign/contracts';
import type { Command } from 'commander';
import { confirm } from '../../confirm.ts';
import { withExamples } from '../../options.ts';
import { instant } from '../../output/format.ts';
import type { Run } from '../../session.ts';

/** `countersign keys …` */
export function registerKeys(program: Command, run: Run): void {
  const keys = program.command('keys').description('The keys that seal seeds and shared secrets at rest');
  registerStatus(keys, run);
  registerRotate(keys, run);
}

function registerStatus(keys: Command, run: Run): void {
  const command = keys
    .command('status')
    .description('Show the keys and how many records each seals')
    .action(
      run(async ({ core, output }) => {
        const client = await core.service(keysV1.KeyAdministrationServiceDefinition);
        const response = await client.getKeyStatus({}, core.reading());
        output.result(response, () =>
          output.table(
            ['key', 'current', 'created', 'records'],
            response.keys.map((key) => [
              key.keyId,
              key.isCurrent ? 'yes' : '',
              instant(key.createdAtMilliseconds) || 'NOT IN THE KEY FILE',
              String(key.records),
            ]),
          ),
        );
      }),
    );
  withExamples(command, 'keys status');
}

function registerRotate(keys: Command, run: Run): void {
  const command = keys
    .command('rotate')
    .description('Make a new key and seal every record with it; sign-ins go on meanwhile')
    .option('--reseal-only', 'no new key: only seal anew what an older key still seals')
    .action(
      run(async (session, { resealOnly = false }: { resealOnly?: boolean }) => {
        const { core, output } = session;
        if (!resealOnly)
          await confirm(
            session,
            'A new key is made and every record sealed anew. Back up the key file afterwards.',
            'rotate',
          );
        const client = await core.service(keysV1.KeyAdministrationServiceDefinition);
        const response = await client.rotateKeys({ resealOnly }, core.lengthy());
        output.result(response, () => {
          output.line(`Current key: ${response.currentKeyId}; ${response.resealed} records sealed anew.`);
          if (!resealOnly) output.line('Back up the key file now: without it the records cannot be opened.');
        });
      }),
    );
  withExamples(command, 'keys rotate', 'keys rotate --reseal-only');
}
