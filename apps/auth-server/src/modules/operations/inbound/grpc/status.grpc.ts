import type { operationsV1 } from '@countersign/contracts';
import type { CallContext, ServiceImplementation } from '@countersign/rpc';
import { z } from 'zod';
import { principalOf } from '../../../../platform/principal.ts';
import { actorOf, count, parseMessage, text } from '../../../administration/index.ts';
import type { UserFinder } from '../../../users/index.ts';
import type { CutReport, GetReport } from '../../application/get-report.use-case.ts';
import type { GetStatus, Status } from '../../application/get-status.use-case.ts';
import { REPORT_KINDS, type ReportQuery } from '../../application/ports/report-reader.ts';
import { groupsOf } from './scope.ts';

/** What the service asks of the application. */
export interface StatusUseCases {
  readonly status: GetStatus;
  readonly report: GetReport;
  readonly users: Pick<UserFinder, 'find'>;
}

const instant = count({ max: 8_640_000_000_000_000 });
const reportSchema = z.object({
  kind: z.enum(REPORT_KINDS, { error: `must be one of ${REPORT_KINDS.join(', ')}` }),
  fromMilliseconds: instant,
  toMilliseconds: instant,
  user: text({ max: 256 }),
});

type Handlers = ServiceImplementation<typeof operationsV1.StatusServiceDefinition>;

/** `StatusService` on the wire. */
export class StatusGrpc {
  readonly #useCases: StatusUseCases;

  constructor(useCases: StatusUseCases) {
    this.#useCases = useCases;
  }

  /** The implementation to be registered with the server. */
  handlers(): Handlers {
    const { status, report } = this.#useCases;
    return {
      getStatus: async () => toWireStatus(await status.execute()),
      getReport: async (request, call) => toWireReport(await report.execute(await this.#query(request, call))),
      exportReport: async (request, call) =>
        toWireReport(await report.export(await this.#query(request, call), actorOf(call))),
    };
  }

  async #query(request: operationsV1.GetReportRequest, call: CallContext): Promise<Omit<ReportQuery, 'limit'>> {
    const { kind, fromMilliseconds, toMilliseconds, user } = parseMessage(reportSchema, request);
    const found = user === '' ? undefined : await this.#useCases.users.find(user, principalOf(call));
    return { kind, from: fromMilliseconds, to: toMilliseconds, userId: found?.id ?? '', groups: groupsOf(call) };
  }
}

function toWireReport({ columns, rows, isCut }: CutReport): operationsV1.GetReportResponse {
  return { columns: [...columns], rows: rows.map((values) => ({ values: [...values] })), isCut };
}

function toWireStatus(status: Status): operationsV1.GetStatusResponse {
  return {
    nowMilliseconds: status.now,
    signIns: status.signIns.map(({ hour, ...results }) => ({ hourMilliseconds: hour, ...results })),
    lastHour: { ...status.lastHour },
    lastWeek: { ...status.lastWeek },
    denials: [...status.denials],
    methods: [...status.methods],
    deliveries: [...status.deliveries],
    applications: [...status.applications],
    enrollment: { ...status.enrollment },
    security: { ...status.security },
    expiries: status.expiries.map(({ kind, name, at }) => ({ kind, name, atMilliseconds: at })),
    waitingEntries: status.waitingEntries,
  };
}
