import type { Command } from 'commander';
import { CONNECT_ADVICE, connectionOf } from '../../core/connection.ts';
import { withExamples } from '../../options.ts';
import { ExitCode } from '../../output/exit-code.ts';
import type { Run, Session } from '../../session.ts';
import { checkAddresses } from './check-addresses.ts';
import { checkCertificates } from './check-certificates.ts';
import { checkCore } from './check-core.ts';
import { checkRadius } from './check-radius.ts';
import { failed, type Finding } from './finding.ts';

const MARKS = { ok: 'ok', warning: 'WARNING', failed: 'FAILED' } as const;

/** `countersign doctor` */
export function registerDoctor(program: Command, run: Run): void {
  const command = program
    .command('doctor')
    .description('Check everything that can be checked from here, and say what to do')
    .action(
      run(async (session) => {
        const findings = await examine(session);
        const count = findings.filter(({ state }) => state === 'failed').length;
        session.output.result({ findings, isHealthy: count === 0 }, () => {
          session.output.table(
            ['state', 'subject', 'detail'],
            findings.map(({ state, subject, detail }) => [MARKS[state], subject, detail]),
          );
          for (const { subject, remedy } of findings.filter((each) => each.remedy !== '')) {
            session.output.line(`\n${subject}: ${remedy}`);
          }
          session.output.line(count === 0 ? '\nNothing is broken.' : `\n${count} of ${findings.length} checks failed.`);
        });
        return count === 0 ? ExitCode.done : ExitCode.refused;
      }),
    );
  withExamples(command, 'doctor', 'doctor --json');
}

async function examine(session: Session): Promise<readonly Finding[]> {
  const connection = connectionOf(session.config, session.stack);
  if (connection === undefined) {
    return [failed('Configuration', 'it is not known where the servers are', CONNECT_ADVICE)];
  }
  const { addresses, tls } = connection;
  const local = checkCertificates(tls, session.now());
  const remote = await Promise.all([checkAddresses(addresses), checkCore(session), checkRadius(session)]);
  return [...local, ...remote.flat()];
}
