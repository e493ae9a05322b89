import { operationsV1 } from '@countersign/contracts';
import { defaultCompanySettings } from '@countersign/domain';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type AdministrationStack,
  aCall,
  anAdministrationStack,
  ask,
  NOW,
} from '../../../../__fixtures__/administration-stack.ts';
import { aJournal, anEvent, anId, type JournalWorld } from '../../../../__fixtures__/a-journal.ts';
import { RecentEntries } from '../../../journal/index.ts';
import { GetAttempt } from '../../application/get-attempt.use-case.ts';
import { GetReport } from '../../application/get-report.use-case.ts';
import { GetStatus } from '../../application/get-status.use-case.ts';
import { ListStandings } from '../../application/list-standings.use-case.ts';
import { REPORT_KINDS } from '../../application/ports/report-reader.ts';
import { ReviewFraudReport } from '../../application/review-fraud-report.use-case.ts';
import { RevokeBypass } from '../../application/revoke-bypass.use-case.ts';
import { SearchAttempts } from '../../application/search-attempts.use-case.ts';
import { PostgresAttemptReader } from '../../outbound/postgres/postgres-attempt-reader.ts';
import { PostgresFraudReports } from '../../outbound/postgres/postgres-fraud-reports.ts';
import { PostgresReportReader } from '../../outbound/postgres/postgres-report-reader.ts';
import { PostgresStandingsReader } from '../../outbound/postgres/postgres-standings-reader.ts';
import { PostgresStatistics } from '../../outbound/postgres/postgres-statistics.ts';
import { SignInLogGrpc } from './sign-in-log.grpc.ts';
import { StandingsGrpc } from './standings.grpc.ts';
import { StatusGrpc } from './status.grpc.ts';

const ALICE = '0198c0de-0000-7000-8000-00000000a11c';
const BOB = '0198c0de-0000-7000-8000-00000000b0b0';
const HOUR = 3_600_000;
const MINUTE = 60_000;

describe('what administrators see of the running system', () => {
  let stack: AdministrationStack;
  let journal: JournalWorld;
  let log: ReturnType<SignInLogGrpc['handlers']>;
  let status: ReturnType<StatusGrpc['handlers']>;
  let standings: ReturnType<StandingsGrpc['handlers']>;

  beforeAll(async () => {
    stack = await anAdministrationStack();
    await stack.reset();
    journal = await aJournal(stack.router);
    const { router, finder, clock, contexts, unitOfWork, random } = stack;
    const recent = new RecentEntries(journal.reader, journal.waiting);
    const reader = new PostgresAttemptReader(router);
    const reports = new PostgresFraudReports(router);
    const explain = undefined as never;
    log = new SignInLogGrpc({
      search: new SearchAttempts(reader, recent),
      get: new GetAttempt(reader, recent),
      explain,
      reader,
      users: finder,
    }).handlers();
    const expiries = { list: () => Promise.resolve([{ kind: 'certificate', name: 'auth-1', at: NOW } as const]) };
    const backlog = { count: () => Promise.resolve(0) };
    status = new StatusGrpc({
      status: new GetStatus({ reader: new PostgresStatistics(router), expiries, backlog, clock }),
      report: new GetReport({
        reader: new PostgresReportReader(router),
        stream: journal.stream,
        random,
        clock,
        server: 'auth-1',
      }),
      users: finder,
    }).handlers();
    const list = new ListStandings({ reader: new PostgresStandingsReader(router), standings: stack.standings, recent });
    const settings = { current: () => defaultCompanySettings };
    standings = new StandingsGrpc(
      {
        list,
        revoke: new RevokeBypass({ users: finder, standings: stack.standings }),
        reports,
        review: new ReviewFraudReport({ unitOfWork, reports, users: finder, standings: stack.standings, settings }),
        users: finder,
      },
      contexts,
      clock,
    ).handlers();
    await seed();
  });
  afterAll(async () => {
    await journal.close();
    await stack.close();
  });

  async function seed(): Promise<void> {
    for (const [id, name] of [
      [ALICE, 'alice'],
      [BOB, 'bob'],
    ]) {
      await stack.database.query('INSERT INTO users (id, user_name) VALUES ($1, $2)', [id, name]);
      await stack.database.query(`INSERT INTO user_names VALUES ($2, $1, 'user_name')`, [id, name]);
    }
    await stack.database.query(`INSERT INTO user_groups VALUES ($1, 'vpn')`, [ALICE]);
    for (let hours = 1; hours <= 40; hours += 1) {
      const isAlice = hours % 2 === 0;
      const base = {
        userId: isAlice ? ALICE : BOB,
        userName: isAlice ? 'alice' : 'bob',
        relyingParty: 'VPN',
        authenticationId: anId(),
      };
      const at = NOW - hours * HOUR + MINUTE;
      const method = 'totp';
      await journal.signIn(anEvent({ ...base, occurredAt: at, details: { method, asked: [method] } }), 'challenged');
      const details = { method, startedAt: at, ...(hours % 4 === 0 ? {} : { basis: 'second_factor' }) };
      const [outcome, reason] = hours % 4 === 0 ? ['rejected', 'code_wrong'] : ['accepted', ''];
      await journal.signIn(anEvent({ ...base, occurredAt: at + 5_000, details }), outcome, reason);
    }
    await journal.drainAll();
  }

  const call = (groups?: readonly string[]) => ({
    ...aCall(),
    ...(groups === undefined ? {} : { principal: { administrator: { scope: { kind: 'groups', groups } } } }),
  });
  const search = async (over: object = {}, groups?: readonly string[]) =>
    await ask(log.searchAttempts, operationsV1.SearchAttemptsRequest, over, call(groups));

  it('lists each sign-in once, newest first, page by page', async () => {
    const first = await search({ pageSize: 30 });
    const second = await search({ pageSize: 30, pageToken: first.nextPageToken });
    const all = [...first.attempts, ...second.attempts];
    expect(all).toHaveLength(40);
    expect(new Set(all.map(({ authenticationId }) => authenticationId)).size).toBe(40);
    expect(all.every(({ outcome }) => outcome !== 'challenged')).toBe(true);
    expect(all[0]).toMatchObject({ userName: 'alice', method: 'totp', isWaiting: false });
    expect((all[0]?.endedAtMilliseconds ?? 0) - (all[0]?.startedAtMilliseconds ?? 0)).toBe(5_000);
  });

  it('finds by user, reason and time, and keeps to the groups of a scope', async () => {
    expect((await search({ user: 'ALICE', reason: 'code_wrong' })).attempts).toHaveLength(10);
    expect((await search({ user: 'alice', method: 'hotp' })).attempts).toHaveLength(0);
    expect((await search({ fromMilliseconds: NOW - 5 * HOUR })).attempts).toHaveLength(5);
    const seen = (await search({ pageSize: 100 }, ['vpn'])).attempts;
    expect(new Set(seen.map(({ userName }) => userName))).toEqual(new Set(['alice']));
    expect((await search({}, [])).attempts).toEqual([]);
  });

  it('tells one sign-in over its rounds, to nobody outside of the scope', async () => {
    const [attempt] = (await search({ user: 'bob' })).attempts;
    const message = { authenticationId: attempt?.authenticationId };
    const { steps } = await ask(log.getAttempt, operationsV1.GetAttemptRequest, message, call());
    expect(steps.map(({ what }) => what)).toEqual([
      'packet_received',
      'challenge',
      'reply',
      'packet_received',
      'second_factor',
      'reply',
    ]);
    const asScoped = ask(log.getAttempt, operationsV1.GetAttemptRequest, message, call(['vpn']));
    await expect(asScoped).rejects.toMatchObject({ code: 'not_found' });
  });

  it('shows what still waits in Redis', async () => {
    const authenticationId = anId();
    const event = { userId: ALICE, userName: 'alice', authenticationId, occurredAt: NOW, details: {} };
    await journal.signIn(anEvent(event), 'rejected', 'user_disabled');
    const [newest] = (await search({ reason: 'user_disabled' }, ['vpn'])).attempts;
    expect(newest).toMatchObject({ authenticationId, isWaiting: true, sequence: 0 });
    const { attempt } = await ask(log.getAttempt, operationsV1.GetAttemptRequest, { authenticationId }, call());
    expect(attempt?.reason).toBe('user_disabled');
    await journal.drainAll();
    expect((await search({ reason: 'user_disabled' })).attempts).toMatchObject([{ isWaiting: false }]);
  });

  it('counts for the charts what the journal holds', async () => {
    const told = await ask(status.getStatus, operationsV1.GetStatusRequest, {});
    expect(told.signIns).toHaveLength(24);
    expect(told.signIns.reduce((sum, hour) => sum + hour.accepted + hour.rejected, 0)).toBe(24);
    expect(told.lastWeek).toEqual({ accepted: 30, rejected: 11 });
    expect(told.denials).toEqual([
      { label: 'code_wrong', count: 10 },
      { label: 'user_disabled', count: 1 },
    ]);
    expect(told.methods).toEqual([{ label: 'totp', count: 30 }]);
    expect(told.enrollment).toEqual({ users: 2, enabled: 2, withMethod: 0, withBackup: 0 });
  });

  it.each(REPORT_KINDS)('makes the report %s', async (kind) => {
    const time = { fromMilliseconds: NOW - 30 * 24 * HOUR, toMilliseconds: NOW + HOUR };
    const report = await ask(status.getReport, operationsV1.GetReportRequest, { kind, ...time }, call());
    expect(report.rows.every(({ values }) => values.length === report.columns.length)).toBe(true);
    expect(report.isCut).toBe(false);
  });

  it('makes reports whose sums are those of the journal', async () => {
    const time = { fromMilliseconds: NOW - 30 * 24 * HOUR, toMilliseconds: NOW + HOUR };
    const usage = await ask(status.exportReport, operationsV1.ExportReportRequest, { kind: 'usage', ...time }, call());
    const sum = (column: number) => usage.rows.reduce((total, { values }) => total + Number(values[column]), 0);
    const rows = await stack.database.query<{ outcome: string; count: string }>(
      `SELECT outcome, count(*) FROM journal WHERE kind = 'authentication' AND outcome <> 'challenged' GROUP BY outcome ORDER BY 1`,
    );
    expect(rows.map(({ count }) => Number(count))).toEqual([sum(2), sum(3)]);
    const scoped = { kind: 'user_summary', ...time };
    const summary = await ask(status.getReport, operationsV1.GetReportRequest, scoped, call(['vpn']));
    expect(summary.rows.map(({ values }) => values.slice(0, 3))).toEqual([['alice', '10', '11']]);
    await journal.drainAll();
    const exported = await stack.database.query(`SELECT 1 FROM journal WHERE details->>'action' = 'report_exported'`);
    expect(exported).toHaveLength(1);
  });

  it('lists bypasses with who gave them and why, and takes them back', async () => {
    stack.standings.clear();
    await stack.standings.grantBypass({
      userId: ALICE,
      userName: 'alice',
      actor: 'anna',
      now: NOW,
      until: NOW + MINUTE,
      bypassId: 'b',
      reason: '',
    });
    const always = [{ type: 'standing', userId: ALICE, bypassId: 'b', bypassUntil: NOW + MINUTE }] as const;
    const details = { actor: 'anna', reason: 'lost phone' };
    await journal.signIn(
      anEvent({ kind: 'bypass', userId: ALICE, userName: 'alice', occurredAt: NOW, details, always }),
      'granted',
    );
    const expected = [{ userName: 'alice', by: 'anna', reason: 'lost phone', untilMilliseconds: NOW + MINUTE }];
    const list = async () =>
      (await ask(standings.listBypasses, operationsV1.ListBypassesRequest, {}, call(['vpn']))).bypasses;
    expect(await list()).toMatchObject(expected);
    await journal.drainAll();
    expect(await list()).toMatchObject(expected);
    await ask(standings.revokeBypass, operationsV1.RevokeBypassRequest, { user: 'alice', reason: 'wrong caller' });
    expect(await list()).toEqual([]);
    const history = await ask(
      standings.listStandingHistory,
      operationsV1.ListStandingHistoryRequest,
      { kind: 'bypass', user: 'alice' },
      call(),
    );
    expect(history.changes).toMatchObject([{ action: 'granted', by: 'anna' }]);
  });

  it('reviews a report of fraud once: a mistake unblocks, real fraud blocks and removes every method', async () => {
    const add = async (id: string) =>
      await stack.database.query(
        `INSERT INTO fraud_reports (id, user_id, reported_at, channel) VALUES ($1, $2, now(), 'portal')`,
        [id, ALICE],
      );
    const review = async (id: string, verdict: string) =>
      await ask(
        standings.reviewFraudReport,
        operationsV1.ReviewFraudReportRequest,
        { id, verdict, note: 'called back' },
        call(),
      );
    await stack.database.query(`INSERT INTO authenticators (id, user_id, kind) VALUES ($1, $2, 'phone')`, [
      anId(),
      ALICE,
    ]);
    const [first, second] = [anId(), anId()];
    await add(first);
    await add(second);
    stack.standings.clear();
    expect((await review(first, 'mistake')).report).toMatchObject({ verdict: 'mistake', reviewNote: 'called back' });
    expect(stack.standings.commands.map(({ what }) => what)).toEqual(['unblock']);
    await expect(review(first, 'mistake')).rejects.toMatchObject({ code: 'not_allowed' });
    await review(second, 'real');
    expect(stack.standings.commands.at(-1)).toMatchObject({ what: 'block', reason: 'fraud: called back' });
    expect(await stack.database.query('SELECT 1 FROM authenticators WHERE user_id = $1', [ALICE])).toEqual([]);
    const { reports } = await ask(
      standings.listFraudReports,
      operationsV1.ListFraudReportsRequest,
      { state: 'open' },
      call(),
    );
    expect(reports).toEqual([]);
  });

  it('asks for a fresh proof before all methods of somebody go', async () => {
    const message = { id: anId(), verdict: 'real', note: 'x' };
    const stale = { ...aCall(), principal: { provedAt: 1 } };
    const reviewed = ask(standings.reviewFraudReport, operationsV1.ReviewFraudReportRequest, message, stale);
    await expect(reviewed).rejects.toMatchObject({ code: 'proof_required' });
  });
});
