import { randomBytes } from 'node:crypto';
import { authenticationV1, radiusClientsV1 } from '@countersign/contracts';
import { DomainError } from '@countersign/errors';
import { silentLogger } from '@countersign/observability';
import { BatchedDuplex, createRpcServer, type RpcServer } from '@countersign/rpc';
import type { TestAuthority } from '../certificates/test-authority.ts';
import { FakeVerifier } from './fake-verifier.ts';

type Attempt = authenticationV1.Attempt;
type AttemptResult = authenticationV1.AttemptResult;
type ClientConfiguration = radiusClientsV1.RadiusClientConfiguration;
type Stream = Parameters<FakeStreamHandler>[0];
type FakeStreamHandler = (call: {
  on(event: 'data', listener: (message: authenticationV1.AuthenticateRequest) => void): unknown;
  on(event: 'end' | 'error' | 'drain' | 'close', listener: () => void): unknown;
  write(message: authenticationV1.AuthenticateResponse): boolean;
  end(): unknown;
}) => void;

/** What the core says to an attempt; `undefined` leaves the door waiting. */
export type Answer = Partial<Omit<AttemptResult, 'correlationId'>> | undefined;

/** Decides attempts in place of {@link FakeVerifier}. */
export type Decide = (attempt: Attempt) => Answer | Promise<Answer>;

/** A client of the list; what is left out is as an administrator's defaults. */
export type FakeClient = Partial<ClientConfiguration> & Pick<ClientConfiguration, 'id' | 'network'>;

/** How a {@link FakeCore} starts. */
export interface FakeCoreOptions {
  readonly authority: TestAuthority;
  readonly clients?: readonly FakeClient[];
  /** Port 0, the default, lets the system choose. */
  readonly port?: number;
}

const HOST = '127.0.0.1';
const GATEWAY = 'radius-gateway';

/**
 * An auth-server for tests of doors: it speaks the real contract over real gRPC with mutual TLS, and decides by a few
 * users that a test names instead of databases.
 */
export class FakeCore {
  /** Decides unless a test puts its own function into {@link decide}. */
  readonly verifier = new FakeVerifier();
  decide: Decide = (attempt) => this.verifier.decide(attempt);
  /** Every attempt that arrived, in order. */
  readonly attempts: Attempt[] = [];
  /** Accounting records by their key: a repeat is kept once. */
  readonly records = new Map<string, radiusClientsV1.AccountingRecord>();
  isAccountingBroken = false;
  /** Every report of traffic that arrived, in order. */
  readonly reports: radiusClientsV1.ReportTrafficRequest[] = [];
  /** Clients whose packets the next reports should hold. */
  readonly watched = new Set<string>();
  /** Tests for the gateway that reports next. */
  readonly tests: radiusClientsV1.RadiusTest[] = [];

  readonly #authority: TestAuthority;
  readonly #streams = new Set<Stream>();
  readonly #watchers = new Set<() => void>();
  #clients: readonly ClientConfiguration[];
  #revision = 0;
  #server: RpcServer | undefined;
  #port: number;

  private constructor({ authority, clients = [], port = 0 }: FakeCoreOptions) {
    this.#authority = authority;
    this.#clients = clients.map(complete);
    this.#port = port;
  }

  static async start(options: FakeCoreOptions): Promise<FakeCore> {
    const core = new FakeCore(options);
    await core.start();
    return core;
  }

  /** Stays the same over {@link stop} and {@link start}. */
  get address(): { readonly host: string; readonly port: number } {
    return { host: HOST, port: this.#port };
  }

  /** Replaces the list of RADIUS clients and pushes it to every door. */
  setClients(clients: readonly FakeClient[]): void {
    this.#clients = clients.map(complete);
    this.#revision += 1;
    for (const wake of this.#watchers) wake();
  }

  /** Starts again after {@link stop}, on the same port. */
  async start(): Promise<void> {
    const identity = await this.#authority.issue('auth-server');
    const tls = {
      identity: { certificate: Buffer.from(identity.certificate), key: Buffer.from(identity.key) },
      authority: Buffer.from(this.#authority.pem),
    };
    const server = createRpcServer({
      address: { host: HOST, port: this.#port },
      tls: { current: () => tls, onChange: () => () => undefined },
      logger: silentLogger(),
    });
    server.addService(
      authenticationV1.AuthenticationServiceDefinition,
      { authenticate: (call) => this.#serveStream(call) },
      { authenticate: [GATEWAY] },
    );
    server.addService(
      radiusClientsV1.RadiusClientFeedServiceDefinition,
      {
        watchRadiusClients: (_, { signal }) => this.#watch(signal),
        recordAccounting: (request) => this.#keep(request),
        reportTraffic: (request) => this.#note(request),
      },
      { watchRadiusClients: [GATEWAY], recordAccounting: [GATEWAY], reportTraffic: [GATEWAY] },
    );
    this.#port = await server.start();
    this.#server = server;
  }

  /** As a crash: connections break at once. */
  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    this.#streams.clear();
    await server?.stop(0);
  }

  /** Ends every stream in an orderly way, as a server does with old streams. */
  endStreams(): void {
    for (const stream of this.#streams) stream.end();
  }

  #serveStream(call: Stream): void {
    this.#streams.add(call);
    const batch = new BatchedDuplex<AttemptResult, authenticationV1.AuthenticateResponse>(call, {
      pack: (results) => ({ results: [...results] }),
      octetsOf: () => 256,
    });
    call.on('data', ({ attempts }) => {
      for (const attempt of attempts) void this.#answer(attempt, batch);
    });
    call.on('end', () => batch.end());
    call.on('close', () => this.#streams.delete(call));
    call.on('error', () => this.#streams.delete(call));
  }

  async #answer(
    attempt: Attempt,
    batch: BatchedDuplex<AttemptResult, authenticationV1.AuthenticateResponse>,
  ): Promise<void> {
    this.attempts.push(attempt);
    const answer = await this.decide(attempt);
    if (answer !== undefined) {
      const result = { ...emptyResult(), ...answer, correlationId: attempt.correlationId };
      batch.send(result);
    }
  }

  async *#watch(signal: AbortSignal): AsyncGenerator<radiusClientsV1.WatchRadiusClientsResponse> {
    let sent = -1;
    while (!signal.aborted) {
      if (sent === this.#revision) {
        await this.#nextChange(signal);
        continue;
      }
      sent = this.#revision;
      yield { revision: `${sent}`, clients: [...this.#clients] };
    }
  }

  #nextChange(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#watchers.delete(wake);
        resolve();
      };
      this.#watchers.add(wake);
      signal.addEventListener('abort', wake, { once: true });
    });
  }

  async #note(report: radiusClientsV1.ReportTrafficRequest): Promise<radiusClientsV1.ReportTrafficResponse> {
    this.reports.push(report);
    return { watched: [...this.watched], tests: this.tests.splice(0), wantsEverything: false };
  }

  async #keep({ records }: radiusClientsV1.RecordAccountingRequest): Promise<radiusClientsV1.RecordAccountingResponse> {
    if (this.isAccountingBroken) throw new DomainError('unavailable', 'the accounting store is down');
    for (const record of records) this.records.set(record.recordKey.toString('hex'), record);
    return {};
  }
}

function emptyResult(): Omit<AttemptResult, 'correlationId'> {
  return {
    outcome: authenticationV1.Outcome.UNSPECIFIED,
    challengeHandle: Buffer.alloc(0),
    message: '',
    challengeLifetimeSeconds: 0,
    replyAttributes: [],
    errorCode: '',
    authenticationId: randomBytes(16),
  };
}

function complete(client: FakeClient): ClientConfiguration {
  return {
    relyingPartyId: `rp-${client.id}`,
    name: client.id,
    secret: Buffer.from('testing123'),
    previousSecret: Buffer.alloc(0),
    requireMessageAuthenticator: true,
    allowUnsignedProxyState: false,
    passwordEncoding: '',
    nasDeadlineSeconds: 10,
    sendClass: true,
    clientAddressAttributes: [],
    requestsPerSecond: 0,
    ...client,
  };
}
