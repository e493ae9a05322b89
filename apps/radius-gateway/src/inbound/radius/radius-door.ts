import { setTimeout as delay } from 'node:timers/promises';
import type { Logger, Metrics } from '@countersign/observability';
import type { Dictionary } from '@countersign/radius';
import type { AccountingStore } from '../../application/ports/accounting-store.ts';
import type { AuthenticationCore } from '../../application/ports/authentication-core.ts';
import type { ClientSnapshot } from '../../application/ports/client-configuration.ts';
import type { MonotonicClock } from '../../application/ports/monotonic-clock.ts';
import type { TrafficSource } from '../../application/ports/traffic-reports.ts';
import type { SignIn } from '../../application/sign-in.use-case.ts';
import { AccessRequestHandler } from './access-request.handler.ts';
import { AccountingRequestHandler } from './accounting-request.handler.ts';
import { ClientTable } from './client-table.ts';
import { CountingObserver } from './counting-observer.ts';
import { DatagramHandler, type SocketRole } from './datagram-handler.ts';
import { DuplicateTable } from './duplicate-table.ts';
import { acceptsSecret } from './radius-client.ts';
import { Replier } from './replier.ts';
import { ReplyAttributeReader } from './reply-attributes.ts';
import { SelfTest } from './self-test.ts';
import { TrafficBook } from './traffic-book.ts';
import { UdpListener } from './udp-listener.ts';

/** A local address and a UDP port; port 0 lets the system choose. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** Where the door listens. */
export interface RadiusSockets extends Readonly<Record<SocketRole, readonly ListenAddress[]>> {
  readonly receiveBufferOctets: number;
}

/** What {@link RadiusDoor} works with. */
export interface RadiusDoorParts {
  readonly sockets: RadiusSockets;
  readonly core: AuthenticationCore;
  readonly signIn: SignIn;
  readonly store: AccountingStore;
  readonly dictionary: Dictionary;
  readonly clock: MonotonicClock;
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** For clients that have no pace of their own. */
  readonly requestsPerSecond: number;
}

/** The port of one socket. */
export interface BoundSocket {
  readonly role: SocketRole;
  readonly address: string;
  readonly port: number;
}

const ROLES: readonly SocketRole[] = ['authentication', 'accounting'];
const DRAIN_POLL_MILLISECONDS = 20;

/** The RADIUS side of the gateway: sockets, the list of clients, and what happens between a datagram and its reply. */
export class RadiusDoor {
  readonly #parts: RadiusDoorParts;
  readonly #duplicates = new DuplicateTable();
  readonly #book: TrafficBook;
  readonly #handler: DatagramHandler;
  readonly #listeners: UdpListener[] = [];
  #bound: readonly BoundSocket[] = [];
  #revision: string | undefined;
  #clients: ClientTable;

  readonly #selfTest: SelfTest;

  constructor(parts: RadiusDoorParts) {
    this.#parts = parts;
    const { core, signIn, store, dictionary, clock, metrics, logger, requestsPerSecond } = parts;
    const duplicates = this.#duplicates;
    const now = () => clock.now();
    const observer = new CountingObserver(metrics, logger, now);
    const book = new TrafficBook(dictionary, now);
    const replier = new Replier(duplicates, observer, book, now);
    this.#book = book;
    this.#clients = new ClientTable({ revision: '', clients: [] }, dictionary);
    const reader = new ReplyAttributeReader(dictionary);
    this.#handler = new DatagramHandler(
      {
        core,
        clock,
        duplicates,
        observer,
        book,
        accessRequests: new AccessRequestHandler({
          ...{ signIn, duplicates, replier, reader, observer, book, requestsPerSecond },
        }),
        accountingRequests: new AccountingRequestHandler({
          ...{ store, duplicates, replier, observer, book, wallClock: Date.now },
        }),
      },
      this.#clients,
    );
    this.#selfTest = new SelfTest({
      handler: this.#handler,
      describe: (trace) => book.describe(trace),
      findClient: (id) => this.#clients.byId(id),
      socket: () => this.#bound.find(({ role }) => role === 'authentication'),
    });
  }

  /** True once a list of clients is in use, be it an empty one. */
  get hasClientList(): boolean {
    return this.#revision !== undefined;
  }

  get bound(): readonly BoundSocket[] {
    return this.#bound;
  }

  /** Replaces the list of clients; what was signed with a secret that is gone is forgotten with it. */
  useClients(snapshot: ClientSnapshot): void {
    const { dictionary, logger } = this.#parts;
    const table = new ClientTable(snapshot, dictionary);
    for (const { clientId, problem } of table.problems) {
      logger.error({ clientId, problem }, 'a RADIUS client is left out: correct it with countersign radius-clients');
    }
    this.#handler.useClients(table);
    this.#clients = table;
    this.#book.keepOnly(
      (id) => table.byId(id) !== undefined,
      (address) => table.find(address) === undefined,
    );
    this.#revision = snapshot.revision;
    this.#duplicates.keepOnly((client, secret) => {
      const current = table.byId(client.configuration.id);
      return current !== undefined && acceptsSecret(current, secret);
    });
    logger.info({ revision: snapshot.revision, clients: table.size }, 'the list of RADIUS clients is in use');
  }

  /** What administrators may see of the traffic, and try. */
  get traffic(): TrafficSource {
    const book = this.#book;
    return {
      changes: () => book.changes(),
      settle: () => book.settle(),
      forgetTold: () => book.forgetTold(),
      packets: (key) => book.packets(key),
      keepShown: (keys) => book.keepShown(keys),
      runTest: (order) => this.#selfTest.run(order),
    };
  }

  /** Binds every socket; resolves with their ports. */
  async start(): Promise<readonly BoundSocket[]> {
    const { sockets, logger } = this.#parts;
    const { receiveBufferOctets } = sockets;
    const bound: BoundSocket[] = [];
    for (const role of ROLES) {
      for (const { host: address, port } of sockets[role]) {
        const listener = new UdpListener({ address, port, role, receiveBufferOctets, handler: this.#handler, logger });
        this.#listeners.push(listener);
        bound.push({ role, address, port: await listener.start() });
      }
    }
    this.#bound = bound;
    return bound;
  }

  /** Takes nothing new, and waits until what was taken is answered, or for the time given. True when all was answered. */
  async drain(milliseconds: number): Promise<boolean> {
    this.#handler.drain();
    const until = this.#parts.clock.now() + milliseconds;
    while (this.#duplicates.pendingCount > 0 && this.#parts.clock.now() < until) {
      await delay(DRAIN_POLL_MILLISECONDS);
    }
    return this.#duplicates.pendingCount === 0;
  }

  /** Closes the sockets. */
  async stop(): Promise<void> {
    await Promise.all(this.#listeners.splice(0).map((listener) => listener.stop()));
  }
}
