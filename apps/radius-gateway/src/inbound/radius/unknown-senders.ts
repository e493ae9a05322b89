import { AttributeType, parse, type RadiusPacket } from '@countersign/radius';
import type { UnknownSender } from '../../application/ports/traffic-reports.ts';
import { PacketRing } from './packet-ring.ts';
import { PacketTrace, type TraceOrigin } from './packet-trace.ts';

const MAX_ADDRESSES = 100;
const RING_SIZE = 50;
/** Source addresses can be invented: what goes beyond this is only counted by the metrics. */
const MAX_PER_SECOND = 100;
/** An address that was silent for so long makes room for another one. */
const FORGOTTEN_AFTER_MILLISECONDS = 600_000;
const SECOND = 1000;
const MAX_NAME_CHARACTERS = 64;
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}]/gu;

interface Sender {
  count: number;
  firstAt: number;
  lastAt: number;
  claimedName: string;
  lastCode: number;
}

/** Remembers addresses that are no client, so that an administrator can make one of them. Bounded in number and pace. */
export class UnknownSenders {
  readonly #senders = new Map<string, Sender>();
  readonly #ring = new PacketRing<PacketTrace>(RING_SIZE);
  #second = 0;
  #inSecond = 0;
  #revision = 0;

  /** Changes with everything that is noted. */
  get revision(): number {
    return this.#revision;
  }

  note(origin: TraceOrigin, datagram: Buffer, now: number): void {
    if (!this.#isWithinPace(now)) return;
    const sender = this.#senders.get(origin.address) ?? this.#take(origin.address, now);
    if (sender === undefined) return;
    const trace = new PacketTrace(origin, datagram, now);
    const parsed = parse(datagram);
    if (parsed.kind !== 'discard') {
      trace.packet = parsed.packet;
      trace.signature = parsed.packet.hasMessageAuthenticator ? '' : 'absent';
      sender.claimedName = nameIn(parsed.packet);
    }
    trace.reason = 'unknown_client';
    trace.end('discarded', now);
    sender.count += 1;
    sender.lastAt = now;
    sender.lastCode = datagram[0] ?? 0;
    this.#revision += 1;
    this.#ring.push(trace);
  }

  /** Drops addresses that have become those of clients. */
  keepOnly(isUnknown: (address: string) => boolean): void {
    for (const address of this.#senders.keys()) {
      if (!isUnknown(address)) {
        this.#senders.delete(address);
        this.#revision += 1;
      }
    }
  }

  traces(): readonly PacketTrace[] {
    return this.#ring.newestFirst();
  }

  read(toWallClock: number): UnknownSender[] {
    const wall = (at: number) => Math.round(at + toWallClock);
    return [...this.#senders].map(([address, { count, firstAt, lastAt, claimedName, lastCode }]) => {
      return { address, count, firstSeenAt: wall(firstAt), lastSeenAt: wall(lastAt), claimedName, lastCode };
    });
  }

  #isWithinPace(now: number): boolean {
    const second = Math.floor(now / SECOND);
    this.#inSecond = second === this.#second ? this.#inSecond + 1 : 1;
    this.#second = second;
    return this.#inSecond <= MAX_PER_SECOND;
  }

  #take(address: string, now: number): Sender | undefined {
    if (this.#senders.size >= MAX_ADDRESSES && !this.#makeRoom(now)) return undefined;
    const sender = { count: 0, firstAt: now, lastAt: now, claimedName: '', lastCode: 0 };
    this.#senders.set(address, sender);
    return sender;
  }

  #makeRoom(now: number): boolean {
    for (const [address, { lastAt }] of this.#senders) {
      if (now - lastAt > FORGOTTEN_AFTER_MILLISECONDS) {
        this.#senders.delete(address);
        return true;
      }
    }
    return false;
  }
}

function nameIn(packet: RadiusPacket): string {
  const name = packet.findText(AttributeType.nasIdentifier) ?? '';
  return name.replaceAll(UNSEEN, '').slice(0, MAX_NAME_CHARACTERS);
}
