import type { Logger, Metrics } from '@countersign/observability';
import { z } from 'zod';

/** The part of a report that is worth a line: what was stopped and where, never a query or a sample of the page. */
const bodySchema = z.object({
  effectiveDirective: z.string().max(64).optional(),
  blockedURL: z.string().max(2048).optional(),
  documentURL: z.string().max(2048).optional(),
});
const reportsSchema = z.array(z.object({ type: z.string().max(64), body: bodySchema })).max(50);

const LOGGED_PER_MINUTE = 10;
const MINUTE_MILLISECONDS = 60_000;

/** Counts what browsers report of the content security policy, and logs some of it: anybody may send reports. */
export class CspReports {
  readonly #logger: Logger;
  readonly #count: (directive: string) => void;
  #minute = 0;
  #logged = 0;

  constructor(metrics: Metrics, logger: Logger) {
    const counter = metrics.counter({
      name: 'countersign_csp_reports_total',
      help: 'Reports of browsers about something that the content security policy stopped.',
      labels: ['directive'],
    });
    this.#logger = logger;
    this.#count = (directive) => counter.inc({ directive });
  }

  /** Takes a request's body, whatever it is. */
  take(body: unknown, now: number): void {
    const parsed = reportsSchema.safeParse(body);
    if (!parsed.success) return this.#count('unreadable');
    for (const { body: report } of parsed.data) {
      this.#count(knownDirective(report.effectiveDirective));
      this.#log(report, now);
    }
  }

  #log(report: z.output<typeof bodySchema>, now: number): void {
    const minute = Math.floor(now / MINUTE_MILLISECONDS);
    if (minute !== this.#minute) [this.#minute, this.#logged] = [minute, 0];
    this.#logged += 1;
    if (this.#logged > LOGGED_PER_MINUTE) return;
    const { effectiveDirective, blockedURL, documentURL } = report;
    const fields = {
      directive: effectiveDirective,
      blocked: withoutQuery(blockedURL),
      page: withoutQuery(documentURL),
    };
    this.#logger.warn(fields, 'a browser reports that the content security policy stopped something');
  }
}

/** Labels of a metric are a closed set. */
function knownDirective(directive = ''): string {
  return /^(script|style|img|font|connect|frame|form|base|object|media|worker|manifest|require-trusted|trusted)[a-z-]*$/.test(
    directive,
  )
    ? (directive.split('-', 1)[0] ?? 'other')
    : 'other';
}

function withoutQuery(url: string | undefined): string | undefined {
  return url?.split(/[?#]/, 1)[0];
}
