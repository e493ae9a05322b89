import { encodeReply, parse, RadiusCode, type RadiusPacket } from '@countersign/radius';
import type { AuthenticationCore } from '../../application/ports/authentication-core.ts';
import type { MonotonicClock } from '../../application/ports/monotonic-clock.ts';
import { TokenBuckets } from '../../application/token-buckets.ts';
import type { AccessRequestHandler } from './access-request.handler.ts';
import type { AccountingRequestHandler } from './accounting-request.handler.ts';
import type { ClientTable } from './client-table.ts';
import type { DiscardReason } from './discard-reasons.ts';
import { type Destination, type DuplicateTable, duplicateKey, type PendingRequest } from './duplicate-table.ts';
import type { RadiusClient } from './radius-client.ts';
import type { PacketTrace, SignatureState } from './packet-trace.ts';
import type { TrafficBook } from './traffic-book.ts';
import type { TrafficObserver } from './traffic-observer.ts';
import { type UnverifiedRequest, type VerifiedRequest, verifyRequest } from './verify-request.ts';

/** What a socket is for. */
export type SocketRole = 'authentication' | 'accounting';

/** What {@link DatagramHandler} works with. */
export interface DatagramHandlerParts {
  readonly core: AuthenticationCore;
  readonly clock: MonotonicClock;
  readonly duplicates: DuplicateTable;
  readonly accessRequests: AccessRequestHandler;
  readonly accountingRequests: AccountingRequestHandler;
  readonly observer: TrafficObserver;
  readonly book: TrafficBook;
}

/** A datagram of a client. */
type Arrival = Pick<PendingRequest, 'client' | 'destination' | 'trace'>;

interface ExpectedTest {
  readonly client: RadiusClient;
  readonly onArrival: (trace: PacketTrace) => void;
}

const CODES: Readonly<Record<SocketRole, readonly number[]>> = {
  authentication: [RadiusCode.accessRequest, RadiusCode.statusServer],
  accounting: [RadiusCode.accountingRequest, RadiusCode.statusServer],
};
const STATUS_PACE = { perSecond: 10, burst: 20 } as const;
const MAX_TRACKED_CLIENTS = 65_536;

/**
 * Takes a datagram through the checks that RFC 2865 §3 and its successors demand, in their order: sender, shape, code,
 * signature, duplicate. Whatever fails one of them gets no answer; only a counter knows.
 */
export class DatagramHandler {
  readonly #parts: DatagramHandlerParts;
  readonly #tests = new Map<string, ExpectedTest>();
  readonly #statusBuckets = new TokenBuckets(MAX_TRACKED_CLIENTS);
  #clients: ClientTable;
  #isDraining = false;

  constructor(parts: DatagramHandlerParts, clients: ClientTable) {
    this.#parts = parts;
    this.#clients = clients;
  }

  /** From now on another list of clients counts. */
  useClients(clients: ClientTable): void {
    this.#clients = clients;
  }

  /** Takes nothing new from now on; replies to what was taken still go out. */
  drain(): void {
    this.#isDraining = true;
  }

  /**
   * Until the result is called, what comes from `address:port` counts as sent by the client: a test of our own, from a
   * socket of this process. Longest-prefix search is for everybody else.
   */
  expectTest(from: string, client: RadiusClient, onArrival: (trace: PacketTrace) => void): () => void {
    this.#tests.set(from, { client, onArrival });
    return () => this.#tests.delete(from);
  }

  /** Never throws: one bad datagram must not end the process. */
  handle(datagram: Buffer, destination: Destination, role: SocketRole): void {
    try {
      this.#check(datagram, destination, role);
    } catch (error) {
      this.#parts.observer.failed(error);
      this.#parts.observer.discarded('internal_error', '', destination.address);
    }
  }

  #check(datagram: Buffer, destination: Destination, role: SocketRole): void {
    const { book, observer } = this.#parts;
    const { address, port } = destination;
    const origin = { address, port, isAccounting: role === 'accounting' };
    const test = this.#tests.size === 0 ? undefined : this.#tests.get(`${address}:${port}`);
    const client = test?.client ?? this.#clients.find(address);
    if (client === undefined) {
      observer.discarded('unknown_client', '', address);
      return book.unknown(origin, datagram);
    }
    const trace = book.begin(client.configuration.id, origin, datagram);
    trace.isTest = test !== undefined;
    test?.onArrival(trace);
    this.#judge(datagram, { client, destination, trace }, role);
  }

  #judge(datagram: Buffer, arrival: Arrival, role: SocketRole): void {
    const { client, trace } = arrival;
    const parsed = parse(datagram);
    if (parsed.kind === 'discard') {
      return this.#discard(parsed.reason, arrival);
    }
    const { packet } = parsed;
    trace.packet = packet;
    if (!CODES[role].includes(packet.code)) {
      return this.#discard('code_not_for_socket', arrival);
    }
    const verified = verifyRequest(packet, client);
    trace.signature = signatureOf(packet, verified);
    if (verified.kind === 'discard') {
      return this.#discard(verified.reason, arrival);
    }
    this.#note(packet, client, verified);
    if (packet.code === RadiusCode.statusServer) {
      return this.#answerStatus(packet, arrival, verified, role);
    }
    this.#dispatch({ key: duplicateKey(client, packet), secret: verified.secret, packet, ...arrival });
  }

  #dispatch(request: PendingRequest): void {
    const { duplicates, observer, book, clock, accessRequests, accountingRequests } = this.#parts;
    const { client, destination, trace } = request;
    const duplicate = duplicates.find(request.key, clock.now());
    if (duplicate.kind === 'answered') {
      destination.send(duplicate.octets);
      book.repeated(client.configuration.id, trace, undefined);
      return observer.repeated(client.configuration.name);
    }
    if (duplicate.kind === 'pending') {
      duplicate.request.destination = destination;
      observer.discarded('duplicate_pending', client.configuration.name, destination.address);
      return book.repeated(client.configuration.id, trace, duplicate.request.trace);
    }
    if (this.#isDraining) {
      return this.#discard('draining', request);
    }
    const handler = request.packet.code === RadiusCode.accessRequest ? accessRequests : accountingRequests;
    handler.handle(request);
  }

  /** Status-Server (RFC 5997) says "I can decide": while that is not so, silence sends the NAS to another server. */
  #answerStatus(packet: RadiusPacket, arrival: Arrival, { secret }: VerifiedRequest, role: SocketRole): void {
    const { core, clock, observer, book } = this.#parts;
    const { client, destination, trace } = arrival;
    const { id, name } = client.configuration;
    if (!this.#statusBuckets.take(id, STATUS_PACE, clock.now())) {
      return this.#discard('status_rate_limited', arrival);
    }
    if (this.#isDraining || !core.isAvailable) {
      return this.#discard(this.#isDraining ? 'draining' : 'core_unavailable', arrival);
    }
    const code = role === 'authentication' ? RadiusCode.accessAccept : RadiusCode.accountingResponse;
    const encoded = encodeReply({ code, request: packet, secret, attributes: [] });
    if (encoded.kind === 'does_not_fit') {
      return this.#discard('reply_does_not_fit', arrival);
    }
    destination.send(encoded.octets);
    observer.replied(name, code);
    book.replied(id, trace, code, encoded.octets);
  }

  #note(packet: RadiusPacket, client: RadiusClient, verified: VerifiedRequest): void {
    const { name } = client.configuration;
    this.#parts.observer.received(name, packet.code, verified.isSigned);
    if (verified.isByException) {
      this.#parts.observer.exceptionUsed(name);
    }
  }

  #discard(reason: DiscardReason, { client, destination, trace }: Arrival): void {
    const { name, id } = client.configuration;
    this.#parts.observer.discarded(reason, name, destination.address);
    this.#parts.book.discarded(id, trace, reason);
  }
}

function signatureOf(packet: RadiusPacket, verified: VerifiedRequest | UnverifiedRequest): SignatureState {
  if (!packet.hasMessageAuthenticator) return 'absent';
  return verified.kind === 'verified' ? 'good' : 'bad';
}
