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
import type { TrafficObserver } from './traffic-observer.ts';
import { type VerifiedRequest, verifyRequest } from './verify-request.ts';

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
    const client = this.#clients.find(destination.address);
    if (client === undefined) {
      return this.#discard('unknown_client', undefined, destination);
    }
    const parsed = parse(datagram);
    if (parsed.kind === 'discard') {
      return this.#discard(parsed.reason, client, destination);
    }
    if (!CODES[role].includes(parsed.packet.code)) {
      return this.#discard('code_not_for_socket', client, destination);
    }
    const verified = verifyRequest(parsed.packet, client);
    if (verified.kind === 'discard') {
      return this.#discard(verified.reason, client, destination);
    }
    this.#note(parsed.packet, client, verified);
    if (parsed.packet.code === RadiusCode.statusServer) {
      return this.#answerStatus(parsed.packet, client, verified, destination, role);
    }
    this.#dispatch({
      key: duplicateKey(client, parsed.packet),
      client,
      secret: verified.secret,
      packet: parsed.packet,
      destination,
    });
  }

  #dispatch(request: PendingRequest): void {
    const { duplicates, observer, clock, accessRequests, accountingRequests } = this.#parts;
    const duplicate = duplicates.find(request.key, clock.now());
    if (duplicate.kind === 'answered') {
      request.destination.send(duplicate.octets);
      return observer.repeated(request.client.configuration.name);
    }
    if (duplicate.kind === 'pending') {
      duplicate.request.destination = request.destination;
      return this.#discard('duplicate_pending', request.client, request.destination);
    }
    if (this.#isDraining) {
      return this.#discard('draining', request.client, request.destination);
    }
    const handler = request.packet.code === RadiusCode.accessRequest ? accessRequests : accountingRequests;
    handler.handle(request);
  }

  /** Status-Server (RFC 5997) says "I can decide": while that is not so, silence sends the NAS to another server. */
  #answerStatus(
    packet: RadiusPacket,
    client: RadiusClient,
    { secret }: VerifiedRequest,
    destination: Destination,
    role: SocketRole,
  ): void {
    const { core, clock, observer } = this.#parts;
    if (!this.#statusBuckets.take(client.configuration.id, STATUS_PACE, clock.now())) {
      return this.#discard('status_rate_limited', client, destination);
    }
    if (this.#isDraining || !core.isAvailable) {
      return this.#discard(this.#isDraining ? 'draining' : 'core_unavailable', client, destination);
    }
    const code = role === 'authentication' ? RadiusCode.accessAccept : RadiusCode.accountingResponse;
    const encoded = encodeReply({ code, request: packet, secret, attributes: [] });
    if (encoded.kind === 'does_not_fit') {
      return this.#discard('reply_does_not_fit', client, destination);
    }
    destination.send(encoded.octets);
    observer.replied(client.configuration.name, code);
  }

  #note(packet: RadiusPacket, client: RadiusClient, verified: VerifiedRequest): void {
    const { name } = client.configuration;
    this.#parts.observer.received(name, packet.code, verified.isSigned);
    if (verified.isByException) {
      this.#parts.observer.exceptionUsed(name);
    }
  }

  #discard(reason: DiscardReason, client: RadiusClient | undefined, destination: Destination): void {
    this.#parts.observer.discarded(reason, client?.configuration.name ?? '', destination.address);
  }
}
