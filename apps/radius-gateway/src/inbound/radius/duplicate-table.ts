import type { RadiusPacket, SharedSecret } from '@countersign/radius';
import type { PacketTrace } from './packet-trace.ts';
import type { RadiusClient } from './radius-client.ts';

/** Where a reply goes: the socket that was asked, and the sender. */
export interface Destination {
  send(octets: Uint8Array): void;
  readonly address: string;
  readonly port: number;
}

/** A request that is being worked on. */
export interface PendingRequest {
  readonly key: string;
  readonly client: RadiusClient;
  readonly secret: SharedSecret;
  readonly packet: RadiusPacket;
  /** What administrators can see of it. */
  readonly trace: PacketTrace;
  /** Of the latest datagram: load balancers change the source port from one to the next. */
  destination: Destination;
}

/** What is known about a request that came again, or for the first time. */
export type Duplicate =
  | { readonly kind: 'new' }
  | { readonly kind: 'pending'; readonly request: PendingRequest }
  | { readonly kind: 'answered'; readonly octets: Buffer };

interface Answer {
  readonly octets: Buffer;
  readonly client: RadiusClient;
  readonly secret: SharedSecret;
  readonly forgottenAt: number;
}

const REMEMBERED_MILLISECONDS = 30_000;
const MAX_ANSWERS = 500_000;

/**
 * Recognises retransmissions (RFC 5080 §2.2.2): a duplicate of a pending request is dropped, one of an answered request
 * gets the same octets again for 30 seconds. The key is the client, the header field's 16 random octets, identifier
 * and code; the source port is not part of it, because UDP load balancers rewrite it on every datagram.
 */
export class DuplicateTable {
  readonly #pending = new Map<string, PendingRequest>();
  // All answers are kept equally long, so the map's order is the order in which they are forgotten.
  readonly #answers = new Map<string, Answer>();

  get pendingCount(): number {
    return this.#pending.size;
  }

  get answerCount(): number {
    return this.#answers.size;
  }

  find(key: string, now: number): Duplicate {
    const request = this.#pending.get(key);
    if (request !== undefined) {
      return { kind: 'pending', request };
    }
    this.#forget(now);
    const answer = this.#answers.get(key);
    return answer === undefined ? { kind: 'new' } : { kind: 'answered', octets: answer.octets };
  }

  begin(request: PendingRequest): void {
    this.#pending.set(request.key, request);
  }

  /** False when the request is no longer pending: then nothing must be sent. */
  isPending(request: PendingRequest): boolean {
    return this.#pending.get(request.key) === request;
  }

  /** No answer: the next retransmission begins anew. */
  abandon(request: PendingRequest): void {
    if (this.isPending(request)) {
      this.#pending.delete(request.key);
    }
  }

  answer(request: PendingRequest, octets: Buffer, now: number): void {
    this.#pending.delete(request.key);
    const { client, secret } = request;
    this.#answers.set(request.key, { octets, client, secret, forgottenAt: now + REMEMBERED_MILLISECONDS });
    if (this.#answers.size > MAX_ANSWERS) {
      const [oldest] = this.#answers.keys();
      this.#answers.delete(oldest as string);
    }
  }

  /** Drops everything that was signed with a secret which is no longer accepted. */
  keepOnly(isAccepted: (client: RadiusClient, secret: SharedSecret) => boolean): void {
    for (const table of [this.#pending, this.#answers]) {
      for (const [key, { client, secret }] of table) {
        if (!isAccepted(client, secret)) {
          table.delete(key);
        }
      }
    }
  }

  #forget(now: number): void {
    for (const [key, answer] of this.#answers) {
      if (answer.forgottenAt > now) {
        return;
      }
      this.#answers.delete(key);
    }
  }
}

/** The key of a request in the table. */
export function duplicateKey(client: RadiusClient, packet: RadiusPacket): string {
  const { octets } = packet;
  return `${client.configuration.id}\0${octets.toString('latin1', 0, 2)}${octets.toString('latin1', 4, 20)}`;
}
