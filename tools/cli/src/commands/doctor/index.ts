import type { Command } from 'commander';
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
  const { config, stack } = session;
  const addresses = config.CORE_ADDRESSES ?? stack?.core;
  const certificate = config.TLS_CERT_FILE ?? stack?.tls.certificate;
  const key = config.TLS_KEY_FILE ?? stack?.tls.key;
  const authority = config.TLS_CA_FILE ?? stack?.tls.authority;
  if (addresses === undefined || certificate === undefined || key === undefined || authority === undefined) {
    const remedy =
      'Start the stack with `npm start`, or set CORE_ADDRESSES, TLS_CERT_FILE, TLS_KEY_FILE and TLS_CA_FILE.';
    return [failed('Configuration', 'it is not known where the servers are', remedy)];
  }
  const local = checkCertificates({ certificate, key, authority }, session.now());
  const remote = await Promise.all([checkAddresses(addresses), checkCore(session), checkRadius(session)]);
  return [...local, ...remote.flat()];
}
