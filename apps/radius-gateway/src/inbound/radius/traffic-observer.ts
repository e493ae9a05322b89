import type { DiscardReason, LocalRejectReason } from './discard-reasons.ts';

/** Is told what happens to datagrams, and counts it. Must be quick and must not throw. */
export interface TrafficObserver {
  /** A request whose sender is known and whose signature, if any, is right. */
  received(client: string, code: number, isSigned: boolean): void;
  /** `client` is the client's name, empty when it is unknown. */
  discarded(reason: DiscardReason, client: string, address: string): void;
  replied(client: string, code: number): void;
  /** An Access-Reject that the gateway decided by itself. */
  rejected(reason: LocalRejectReason, client: string): void;
  /** The same octets again, for a retransmission. */
  repeated(client: string): void;
  trimmed(client: string, attributes: number): void;
  /** An unsigned request with Proxy-State passed because of the client's exception. */
  exceptionUsed(client: string): void;
  failed(error: unknown): void;
}
