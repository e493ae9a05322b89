import type { SecretBytes } from '@countersign/errors';

/** A RADIUS client as an administrator configured it. */
export interface ClientConfiguration {
  readonly id: string;
  readonly relyingPartyId: string;
  readonly name: string;
  /** An address or a network in CIDR notation. */
  readonly network: string;
  readonly secret: SecretBytes;
  /** Still accepted while a rotation is under way. */
  readonly previousSecret: SecretBytes | undefined;
  readonly isSignatureRequired: boolean;
  /** An exception for an old proxy that adds Proxy-State and cannot sign. */
  readonly isUnsignedProxyStateAllowed: boolean;
  /** For a password that is not UTF-8; empty: UTF-8 only. */
  readonly passwordEncoding: string;
  /** How long the client waits in all; 0 if unknown. */
  readonly nasDeadlineSeconds: number;
  readonly isClassSent: boolean;
  /** Attribute names; empty: the usual ones. */
  readonly clientAddressAttributes: readonly string[];
  /** 0: the gateway's own limit. */
  readonly requestsPerSecond: number;
}

/** The whole list of clients at one moment. */
export interface ClientSnapshot {
  readonly revision: string;
  readonly clients: readonly ClientConfiguration[];
}

/** Pushes the list now and after each change. */
export interface ClientFeed {
  follow(listener: (snapshot: ClientSnapshot) => void): void;
}

/** Keeps the last list over a restart. It holds secrets, so whatever keeps it seals it. */
export interface ClientSnapshotStore {
  /** The list kept last; `undefined` when there is none, or none that can be opened. Never throws. */
  load(): ClientSnapshot | undefined;
  /** Never throws: a full disk must not stop sign-in. */
  save(snapshot: ClientSnapshot): void;
}
