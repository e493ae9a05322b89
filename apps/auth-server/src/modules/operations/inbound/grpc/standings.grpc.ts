import { operationsV1 } from '@countersign/contracts';
import { DomainError } from '@countersign/errors';
import type { CallContext, ServiceImplementation } from '@countersign/rpc';
import { z } from 'zod';
import type { Clock } from '../../../../platform/clock.ts';
import { hasFreshProof, principalOf } from '../../../../platform/principal.ts';
import {
  type CommandContexts,
  count,
  parseMessage,
  recordId,
  requiredText,
  text,
  wordOrEmpty,
} from '../../../administration/index.ts';
import type { UserFinder } from '../../../users/index.ts';
import type { ListStandings } from '../../application/list-standings.use-case.ts';
import type { FraudReport, FraudReports } from '../../application/ports/fraud-reports.ts';
import type { StandingHistoryEntry } from '../../application/ports/standings-reader.ts';
import type { ReviewFraudReport } from '../../application/review-fraud-report.use-case.ts';
import type { RevokeBypass } from '../../application/revoke-bypass.use-case.ts';
import { groupsOf } from './scope.ts';

/** What the service asks of the application. */
export interface StandingsUseCases {
  readonly list: ListStandings;
  readonly revoke: RevokeBypass;
  readonly reports: FraudReports;
  readonly review: ReviewFraudReport;
  readonly users: Pick<UserFinder, 'find'>;
}

const DEFAULT_PAGE = 50;
const LARGEST_PAGE = 200;
const pageSize = count({ max: LARGEST_PAGE }).transform((size) => (size === 0 ? DEFAULT_PAGE : size));
const historySchema = z.object({
  kind: z.enum(['bypass', 'block'], { error: 'must be one of bypass, block' }),
  user: text({ max: 256 }),
  pageSize,
  pageToken: z
    .string()
    .regex(/^([1-9]\d{0,14})?$/, 'must be the token that the page before gave')
    .transform((token) => (token === '' ? undefined : Number(token))),
});
const revokeSchema = z.object({ user: requiredText(256), reason: requiredText(500) });
const fraudSchema = z.object({ state: wordOrEmpty(['open', 'reviewed']), pageSize });
const reviewSchema = z.object({
  id: recordId(),
  verdict: z.enum(['mistake', 'real'], { error: 'must be one of mistake, real' }),
  note: requiredText(500),
});

type Handlers = ServiceImplementation<typeof operationsV1.StandingsServiceDefinition>;

/** `StandingsService` on the wire. */
export class StandingsGrpc {
  readonly #useCases: StandingsUseCases;
  readonly #contexts: CommandContexts;
  readonly #clock: Clock;

  constructor(useCases: StandingsUseCases, contexts: CommandContexts, clock: Clock) {
    this.#useCases = useCases;
    this.#contexts = contexts;
    this.#clock = clock;
  }

  /** The implementation to be registered with the server. */
  handlers(): Handlers {
    return { ...this.#lists(), ...this.#acts() };
  }

  #lists(): Pick<Handlers, 'listBypasses' | 'listBlocks' | 'listStandingHistory' | 'listFraudReports'> {
    const { list, reports } = this.#useCases;
    return {
      listBypasses: async (_request, call) => {
        const now = this.#clock.now();
        const bypasses = await list.bypasses(now, groupsOf(call));
        return {
          nowMilliseconds: now,
          bypasses: bypasses.map(({ grantedAt, until, ...rest }) => ({
            ...rest,
            grantedAtMilliseconds: grantedAt,
            untilMilliseconds: until,
          })),
        };
      },
      listBlocks: async (_request, call) => {
        const now = this.#clock.now();
        const blocks = await list.blocks(now, groupsOf(call));
        return {
          nowMilliseconds: now,
          blocks: blocks.map(({ since, until, ...rest }) => ({
            ...rest,
            sinceMilliseconds: since,
            untilMilliseconds: until,
          })),
        };
      },
      listStandingHistory: async (request, call) => await this.#history(request, call),
      listFraudReports: async (request, call) => {
        const { state, pageSize: limit } = parseMessage(fraudSchema, request);
        return { reports: (await reports.list(state, groupsOf(call), limit)).map(toWireReport) };
      },
    };
  }

  #acts(): Pick<Handlers, 'revokeBypass' | 'reviewFraudReport'> {
    const { revoke, review } = this.#useCases;
    return {
      revokeBypass: async (request, call) => {
        const { user, reason } = parseMessage(revokeSchema, request);
        await revoke.execute(user, reason, this.#contexts.of(call, operationsV1.RevokeBypassRequest, request));
        return {};
      },
      reviewFraudReport: async (request, call) => {
        const { id, verdict, note } = parseMessage(reviewSchema, request);
        if (verdict === 'real') this.#demandProof(call);
        const context = this.#contexts.of(call, operationsV1.ReviewFraudReportRequest, request);
        return { report: toWireReport(await review.execute(id, verdict, note, context)) };
      },
    };
  }

  async #history(request: operationsV1.ListStandingHistoryRequest, call: CallContext) {
    const { kind, user, pageSize: size, pageToken } = parseMessage(historySchema, request);
    const found = user === '' ? undefined : await this.#useCases.users.find(user, principalOf(call));
    const entries = await this.#useCases.list.history({
      kind,
      userId: found?.id ?? '',
      groups: groupsOf(call),
      before: pageToken,
      limit: size + 1,
    });
    const page = entries.slice(0, size);
    const next = entries.length > size ? String(page.at(-1)?.sequence ?? '') : '';
    return { changes: page.map(toWireChange), nextPageToken: next };
  }

  /** Removing every method of somebody is one of the dangerous acts; a mistake is not. */
  #demandProof(call: CallContext): void {
    const principal = principalOf(call);
    if (principal === undefined || hasFreshProof(principal, this.#clock.now())) return;
    throw new DomainError('proof_required', 'Confirm with one of your sign-in methods, then the action goes on.');
  }
}

function toWireChange({ at, ...rest }: StandingHistoryEntry): operationsV1.StandingChange {
  return { ...rest, atMilliseconds: at, untilMilliseconds: 0 };
}

function toWireReport({ reportedAt, reviewedAt, ...rest }: FraudReport): operationsV1.FraudReport {
  return { ...rest, reportedAtMilliseconds: reportedAt, reviewedAtMilliseconds: reviewedAt };
}
