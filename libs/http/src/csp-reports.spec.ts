import { Metrics, silentLogger } from '@countersign/observability';
import { expect, it } from '@jest/globals';
import { CspReports } from './csp-reports.ts';

it('counts reports by directive, and whatever else is sent as unreadable', async () => {
  const metrics = new Metrics();
  const reports = new CspReports(metrics, silentLogger());
  const body = { effectiveDirective: 'script-src-elem', blockedURL: 'https://evil.example/x?secret=1' };
  reports.take([{ type: 'csp-violation', body }], 0);
  reports.take([{ type: 'csp-violation', body: { effectiveDirective: 'made-up{}' } }], 0);
  reports.take('nonsense', 0);
  const { body: text } = await metrics.render();
  expect(text).toContain('countersign_csp_reports_total{directive="script"} 1');
  expect(text).toContain('countersign_csp_reports_total{directive="other"} 1');
  expect(text).toContain('countersign_csp_reports_total{directive="unreadable"} 1');
});
