import { RadiusCode } from '@countersign/radius';
import type { ClientNumbers } from '../../application/ports/traffic-reports.ts';
import type { DiscardReason, LocalRejectReason } from './discard-reasons.ts';
import type { PacketTrace } from './packet-trace.ts';

const MINUTE = 60_000;
const SIGNATURE_FAILURES: ReadonlySet<string> = new Set<DiscardReason>([
  'message_authenticator_invalid',
  'accounting_digest_invalid',
]);
/** Everyday silence, which is no problem of anybody. */
const UNREMARKABLE: ReadonlySet<string> = new Set<DiscardReason>([
  'duplicate_pending',
  'in_progress_elsewhere',
  'draining',
]);

/** Counts what a client does. Instants are on the monotonic clock until somebody reads them. */
export class ClientCounter {
  requests = 0;
  accepts = 0;
  rejects = 0;
  challenges = 0;
  discards = 0;
  signatureFailures = 0;
  unreadablePasswords = 0;
  retransmissions = 0;
  longestRetransmission = 0;
  retransmission = 0;
  slowestReply = 0;
  #lastSignatureFailureAt: number | undefined;
  #lastUnreadablePasswordAt: number | undefined;
  #lastPacketAt: number | undefined;
  #lastProblemAt: number | undefined;
  #lastProblem = '';
  #minute = 0;
  #inMinute = 0;
  #inMinuteBefore = 0;

  began(now: number): void {
    this.requests += 1;
    this.#lastPacketAt = now;
    this.#turnMinute(now);
    this.#inMinute += 1;
  }

  replied(trace: PacketTrace): void {
    if (trace.replyCode === RadiusCode.accessAccept) this.accepts += 1;
    if (trace.replyCode === RadiusCode.accessReject) this.rejects += 1;
    if (trace.replyCode === RadiusCode.accessChallenge) this.challenges += 1;
    this.slowestReply = Math.max(this.slowestReply, trace.endedAt - trace.startedAt);
  }

  discarded(reason: DiscardReason, now: number): void {
    this.discards += 1;
    if (SIGNATURE_FAILURES.has(reason)) {
      this.signatureFailures += 1;
      this.#lastSignatureFailureAt = now;
    }
    this.#problem(reason, now);
  }

  refused(reason: LocalRejectReason, now: number): void {
    if (reason === 'password_encoding_unknown') {
      this.unreadablePasswords += 1;
      this.#lastUnreadablePasswordAt = now;
    }
    this.#problem(reason, now);
  }

  /** A request came again; `first` is its first copy, undefined when that was long ago. */
  repeated(first: PacketTrace | undefined, now: number): void {
    this.retransmissions += 1;
    if (first === undefined) return;
    const waited = now - first.startedAt;
    if (first.repeats === 0) this.retransmission = waited;
    first.repeats += 1;
    this.longestRetransmission = Math.max(this.longestRetransmission, waited);
  }

  read(clientId: string, now: number, toWallClock: number): ClientNumbers {
    const wall = (at: number | undefined) => (at === undefined ? 0 : Math.round(at + toWallClock));
    this.#turnMinute(now);
    return {
      clientId,
      requests: this.requests,
      accepts: this.accepts,
      rejects: this.rejects,
      challenges: this.challenges,
      discards: this.discards,
      signatureFailures: this.signatureFailures,
      lastSignatureFailureAt: wall(this.#lastSignatureFailureAt),
      unreadablePasswords: this.unreadablePasswords,
      lastUnreadablePasswordAt: wall(this.#lastUnreadablePasswordAt),
      lastPacketAt: wall(this.#lastPacketAt),
      lastProblem: this.#lastProblem,
      lastProblemAt: wall(this.#lastProblemAt),
      requestsPerMinute: this.#rate(now),
      retransmissions: this.retransmissions,
      longestRetransmissionMilliseconds: Math.round(this.longestRetransmission),
      retransmissionMilliseconds: Math.round(this.retransmission),
      slowestReplyMilliseconds: Math.round(this.slowestReply),
    };
  }

  /** True while the rate of the last two minutes is not nothing: then it must be told although no packet came. */
  get isMoving(): boolean {
    return this.#inMinute + this.#inMinuteBefore > 0;
  }

  #problem(reason: DiscardReason | LocalRejectReason, now: number): void {
    if (UNREMARKABLE.has(reason)) return;
    this.#lastProblem = reason;
    this.#lastProblemAt = now;
  }

  #turnMinute(now: number): void {
    const minute = Math.floor(now / MINUTE);
    if (minute === this.#minute) return;
    this.#inMinuteBefore = minute === this.#minute + 1 ? this.#inMinute : 0;
    this.#inMinute = 0;
    this.#minute = minute;
  }

  /** Of the last sixty seconds, taking the minute before as even. */
  #rate(now: number): number {
    const share = 1 - (now % MINUTE) / MINUTE;
    return Math.round(this.#inMinute + this.#inMinuteBefore * share);
  }
}
