import type { RandomSource } from '@countersign/crypto';
import { Module } from '@nestjs/common';
import type { Config } from '../../config.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database, UnitOfWork } from '../../platform/database.ts';
import { CLOCK, CONFIG, DATABASE, RANDOM, UNIT_OF_WORK } from '../../platform/tokens.ts';
import { AdministrationModule, COMMAND_CONTEXTS, type CommandContexts } from '../administration/index.ts';
import { AuthenticationModule, ExplainSignIn } from '../authentication/index.ts';
import {
  JOURNAL_BACKLOG,
  JOURNAL_STREAM,
  type JournalBacklog,
  JournalModule,
  type JournalStream,
  RECENT_ENTRIES,
  type RecentEntries,
} from '../journal/index.ts';
import { COMPANY_SETTINGS, type CompanySettingsSource, PoliciesModule } from '../policies/index.ts';
import { USER_STANDINGS, UserFinder, UsersModule, type UserStandings } from '../users/index.ts';
import { GetAttempt } from './application/get-attempt.use-case.ts';
import { GetReport } from './application/get-report.use-case.ts';
import { GetStatus } from './application/get-status.use-case.ts';
import { ListStandings } from './application/list-standings.use-case.ts';
import { FRAUD_REPORTS, type FraudReports } from './application/ports/fraud-reports.ts';
import { ReviewFraudReport } from './application/review-fraud-report.use-case.ts';
import { RevokeBypass } from './application/revoke-bypass.use-case.ts';
import { SearchAttempts } from './application/search-attempts.use-case.ts';
import { SignInLogGrpc } from './inbound/grpc/sign-in-log.grpc.ts';
import { StandingsGrpc } from './inbound/grpc/standings.grpc.ts';
import { StatusGrpc } from './inbound/grpc/status.grpc.ts';
import { CertificateExpiries } from './outbound/file/certificate-expiries.ts';
import { PostgresAttemptReader } from './outbound/postgres/postgres-attempt-reader.ts';
import { PostgresFraudReports } from './outbound/postgres/postgres-fraud-reports.ts';
import { PostgresReportReader } from './outbound/postgres/postgres-report-reader.ts';
import { PostgresStandingsReader } from './outbound/postgres/postgres-standings-reader.ts';
import { PostgresStatistics } from './outbound/postgres/postgres-statistics.ts';

type OwnConfig = Pick<Config, 'INSTANCE_NAME' | 'TLS_CERT_FILE' | 'TLS_CA_FILE'>;

const fraudReports = {
  provide: FRAUD_REPORTS,
  inject: [DATABASE],
  useFactory: (database: Database) => new PostgresFraudReports(database),
};

const signInLog = {
  provide: SignInLogGrpc,
  inject: [DATABASE, RECENT_ENTRIES, ExplainSignIn, UserFinder],
  useFactory: (database: Database, recent: RecentEntries, explain: ExplainSignIn, users: UserFinder) => {
    const reader = new PostgresAttemptReader(database);
    return new SignInLogGrpc({
      search: new SearchAttempts(reader, recent),
      get: new GetAttempt(reader, recent),
      explain,
      reader,
      users,
    });
  },
};

type StatusParts = [Database, JournalBacklog, JournalStream, UserFinder, RandomSource, Clock, OwnConfig];

const status = {
  provide: StatusGrpc,
  inject: [DATABASE, JOURNAL_BACKLOG, JOURNAL_STREAM, UserFinder, RANDOM, CLOCK, CONFIG],
  useFactory: (...[database, backlog, stream, users, random, clock, config]: StatusParts) => {
    const files = {
      certificate: config.TLS_CERT_FILE,
      authority: config.TLS_CA_FILE,
      instance: config.INSTANCE_NAME,
    };
    const expiries = new CertificateExpiries(files, database);
    const reader = new PostgresReportReader(database);
    return new StatusGrpc({
      status: new GetStatus({ reader: new PostgresStatistics(database), expiries, backlog, clock }),
      report: new GetReport({ reader, stream, random, clock, server: config.INSTANCE_NAME }),
      users,
    });
  },
};

type StandingsParts = [
  Database,
  UnitOfWork,
  FraudReports,
  UserStandings,
  RecentEntries,
  UserFinder,
  CompanySettingsSource,
  CommandContexts,
  Clock,
];

const standings = {
  provide: StandingsGrpc,
  inject: [
    DATABASE,
    UNIT_OF_WORK,
    FRAUD_REPORTS,
    USER_STANDINGS,
    RECENT_ENTRIES,
    UserFinder,
    COMPANY_SETTINGS,
    COMMAND_CONTEXTS,
    CLOCK,
  ],
  useFactory: (...parts: StandingsParts) => {
    const [database, unitOfWork, reports, facts, recent, users, settings, contexts, clock] = parts;
    const useCases = {
      list: new ListStandings({ reader: new PostgresStandingsReader(database), standings: facts, recent }),
      revoke: new RevokeBypass({ users, standings: facts }),
      reports,
      review: new ReviewFraudReport({ unitOfWork, reports, users, standings: facts, settings }),
      users,
    };
    return new StandingsGrpc(useCases, contexts, clock);
  },
};

/** What administrators see of the running system: sign-ins and their stories, numbers, reports, bypasses, blocks and fraud. */
@Module({
  imports: [AdministrationModule, AuthenticationModule, JournalModule, PoliciesModule, UsersModule],
  providers: [fraudReports, signInLog, status, standings],
  exports: [FRAUD_REPORTS, SignInLogGrpc, StatusGrpc, StandingsGrpc],
})
export class OperationsModule {}
