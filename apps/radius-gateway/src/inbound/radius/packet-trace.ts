import { AttributeType, HEADER_LENGTH, type RadiusPacket } from '@countersign/radius';
import type { TracedOutcome } from '../../application/ports/traffic-reports.ts';
import type { DiscardReason, LocalRejectReason } from './discard-reasons.ts';

/** What the signature of a request was worth. */
export type SignatureState = 'good' | 'bad' | 'absent' | '';

/** Where a request came from. */
export interface TraceOrigin {
  readonly address: string;
  readonly port: number;
  readonly isAccounting: boolean;
}

/**
 * One request in the memory of a gateway. Made for every datagram, so it only keeps references; text is made when
 * somebody asks. Once it ended, the password is wiped from the packet: it must not outlive its request here.
 */
export class PacketTrace {
  readonly origin: TraceOrigin;
  readonly datagram: Buffer;
  /** On the monotonic clock, milliseconds. */
  readonly startedAt: number;
  packet: RadiusPacket | undefined;
  signature: SignatureState = '';
  outcome: TracedOutcome = 'pending';
  reason: DiscardReason | LocalRejectReason | '' = '';
  replyCode = 0;
  reply: Buffer | undefined;
  endedAt: number;
  authenticationId: Uint8Array | undefined;
  isTest = false;
  /** How often the same request came again. */
  repeats = 0;
  /** Told once, when the request is answered or dropped. */
  onEnd: (() => void) | undefined;

  constructor(origin: TraceOrigin, datagram: Buffer, startedAt: number) {
    this.origin = origin;
    this.datagram = datagram;
    this.startedAt = startedAt;
    this.endedAt = startedAt;
  }

  end(outcome: TracedOutcome, now: number): void {
    this.outcome = outcome;
    this.endedAt = now;
    if (this.packet !== undefined) {
      wipeCredentials(this.packet.octets);
    }
    this.onEnd?.();
  }
}

/** Overwrites User-Password and CHAP-Password in place. */
function wipeCredentials(octets: Buffer): void {
  let at = HEADER_LENGTH;
  while (at < octets.length) {
    const type = octets[at];
    const length = octets[at + 1] as number;
    if (type === AttributeType.userPassword || type === AttributeType.chapPassword) {
      octets.fill(0, at + 2, at + length);
    }
    at += length;
  }
}
