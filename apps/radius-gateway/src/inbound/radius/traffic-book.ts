import type { Dictionary } from '@countersign/radius';
import {
  type ClientNumbers,
  type PacketList,
  type TracedPacket,
  UNKNOWN_SENDERS,
  type UnknownSender,
} from '../../application/ports/traffic-reports.ts';
import { ClientCounter } from './client-numbers.ts';
import type { DiscardReason, LocalRejectReason } from './discard-reasons.ts';
import { PacketRing } from './packet-ring.ts';
import { describeTrace } from './packet-text.ts';
import { PacketTrace, type TraceOrigin } from './packet-trace.ts';
import { UnknownSenders } from './unknown-senders.ts';

const RING_SIZE = 50;

interface Page {
  readonly counter: ClientCounter;
  readonly ring: PacketRing<PacketTrace>;
  /** Changes with everything that is noted. */
  revision: number;
}

/**
 * What came from whom lately: the last packets and running numbers of every client, and of addresses that are none.
 * On the path of a sign-in it makes one object and counts; reading it is another's work.
 */
export class TrafficBook {
  readonly #pages = new Map<string, Page>();
  readonly #unknown = new UnknownSenders();
  readonly #told = new Map<string, number>();
  readonly #shown = new Map<string, number>();
  readonly #dictionary: Dictionary;
  readonly #now: () => number;
  #untold: readonly (readonly [string, number])[] = [];

  constructor(dictionary: Dictionary, now: () => number) {
    this.#dictionary = dictionary;
    this.#now = now;
  }

  /** A datagram of a client arrived. */
  begin(clientId: string, origin: TraceOrigin, datagram: Buffer): PacketTrace {
    const now = this.#now();
    const trace = new PacketTrace(origin, datagram, now);
    const page = this.#page(clientId);
    page.ring.push(trace);
    page.counter.began(now);
    page.revision += 1;
    return trace;
  }

  /** A datagram of nobody we know arrived. */
  unknown(origin: TraceOrigin, datagram: Buffer): void {
    this.#unknown.note(origin, datagram, this.#now());
  }

  replied(clientId: string, trace: PacketTrace, code: number, octets: Buffer): void {
    trace.replyCode = code;
    trace.reply = octets;
    trace.end('replied', this.#now());
    const page = this.#page(clientId);
    page.counter.replied(trace);
    page.revision += 1;
  }

  /** The same request came again; `first` is the copy that is pending, if it is. */
  repeated(clientId: string, trace: PacketTrace, first: PacketTrace | undefined): void {
    const page = this.#page(clientId);
    page.counter.repeated(first, this.#now());
    trace.end('repeated', this.#now());
  }

  discarded(clientId: string, trace: PacketTrace, reason: DiscardReason): void {
    const now = this.#now();
    trace.reason = reason;
    const page = this.#page(clientId);
    page.counter.discarded(reason, now);
    page.revision += 1;
    trace.end('discarded', now);
  }

  /** The gateway itself says no; the reply follows. */
  refused(clientId: string, trace: PacketTrace, reason: LocalRejectReason): void {
    trace.reason = reason;
    this.#page(clientId).counter.refused(reason, this.#now());
  }

  /** Another list of clients counts from now on. */
  keepOnly(isClient: (clientId: string) => boolean, isUnknown: (address: string) => boolean): void {
    for (const clientId of this.#pages.keys()) {
      if (!isClient(clientId)) {
        for (const map of [this.#pages, this.#told, this.#shown]) map.delete(clientId);
      }
    }
    this.#unknown.keepOnly(isUnknown);
  }

  /** What {@link settle} has not been told to have arrived. */
  changes(): { readonly clients: readonly ClientNumbers[]; readonly unknownSenders?: readonly UnknownSender[] } {
    const now = this.#now();
    const toWallClock = Date.now() - now;
    const changed = [...this.#pages].filter(
      ([id, page]) => page.counter.isMoving || this.#told.get(id) !== page.revision,
    );
    const hasUnknown = (this.#told.get(UNKNOWN_SENDERS) ?? 0) !== this.#unknown.revision;
    this.#untold = [
      ...changed.map(([id, { revision }]) => [id, revision] as const),
      [UNKNOWN_SENDERS, this.#unknown.revision],
    ];
    const clients = changed.map(([id, { counter }]) => counter.read(id, now, toWallClock));
    return hasUnknown ? { clients, unknownSenders: this.#unknown.read(toWallClock) } : { clients };
  }

  /** What {@link changes} gave last has arrived. */
  settle(): void {
    for (const [id, revision] of this.#untold) this.#told.set(id, revision);
    this.#untold = [];
  }

  /** Nobody has what was told before: all of it is told again. */
  forgetTold(): void {
    this.#told.clear();
    this.#shown.clear();
  }

  /** Nobody looks at the others any more: when somebody does again, their packets are given again. */
  keepShown(keys: readonly string[]): void {
    for (const key of this.#shown.keys()) {
      if (!keys.includes(key)) this.#shown.delete(key);
    }
  }

  /** The packets of a client, newest first; undefined when they were given and nothing came since. */
  packets(key: string): PacketList | undefined {
    const revision = key === UNKNOWN_SENDERS ? this.#unknown.revision : (this.#pages.get(key)?.revision ?? 0);
    if (this.#shown.get(key) === revision) return undefined;
    this.#shown.set(key, revision);
    const traces = key === UNKNOWN_SENDERS ? this.#unknown.traces() : (this.#pages.get(key)?.ring.newestFirst() ?? []);
    return { key, packets: traces.map((trace) => this.describe(trace)) };
  }

  describe(trace: PacketTrace): TracedPacket {
    return describeTrace(trace, this.#dictionary, Date.now() - this.#now());
  }

  #page(clientId: string): Page {
    let page = this.#pages.get(clientId);
    if (page === undefined) {
      page = { counter: new ClientCounter(), ring: new PacketRing(RING_SIZE), revision: 0 };
      this.#pages.set(clientId, page);
    }
    return page;
  }
}
