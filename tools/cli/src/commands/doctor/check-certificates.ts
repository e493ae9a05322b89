import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { TlsPaths } from '../../core/static-tls.ts';
import { failed, type Finding, ok, warning } from './finding.ts';

const DAY_MS = 86_400_000;
const SOON_DAYS = 14;

/** Whether our certificate and its authority are readable, in date, and belong together. */
export function checkCertificates(paths: TlsPaths, now: number): readonly Finding[] {
  const own = read(paths.certificate);
  const authority = read(paths.authority);
  const findings = [
    judge('Certificate of this command line', paths.certificate, own, now),
    judge('Authority', paths.authority, authority, now),
  ];
  if (own === undefined || authority === undefined) return findings;
  if (!own.checkIssued(authority) || !own.verify(authority.publicKey)) {
    findings.push(
      failed(
        'Certificate chain',
        `${paths.certificate} was not issued by ${paths.authority}`,
        'Activate this command line again with `countersign servers activate`.',
      ),
    );
  }
  return findings;
}

function read(path: string): X509Certificate | undefined {
  try {
    return new X509Certificate(readFileSync(path));
  } catch {
    return undefined;
  }
}

function judge(subject: string, path: string, certificate: X509Certificate | undefined, now: number): Finding {
  if (certificate === undefined)
    return failed(
      subject,
      `${path} cannot be read, or is no certificate`,
      'Check the path and the rights of the file.',
    );
  const from = certificate.validFromDate.getTime();
  const to = certificate.validToDate.getTime();
  if (now < from)
    return failed(subject, `${path} is not valid before ${certificate.validFrom}`, 'Check the clock of this machine.');
  if (now >= to)
    return failed(subject, `${path} ended on ${certificate.validTo}`, 'Renew it: `countersign servers activate`.');
  const days = Math.floor((to - now) / DAY_MS);
  if (days < SOON_DAYS)
    return warning(subject, `${path} ends in ${days} days`, 'Renew it: `countersign servers activate`.');
  return ok(subject, `valid for ${days} days more`);
}
