/** What a NAS reports about a session (RFC 2866), independent of its wire form. */
export interface AccountingRecord {
  /** Names the record: a repeat with the same key is kept once. */
  readonly recordKey: Uint8Array;
  readonly clientId: string;
  readonly userName: string;
  readonly sessionId: string;
  readonly statusType: number;
  readonly occurredAtMilliseconds: number;
  readonly sessionSeconds: number;
  readonly inputOctets: bigint;
  readonly outputOctets: bigint;
  readonly callingStation: string;
  readonly framedAddress: string;
  readonly terminateCause: number;
  readonly classOctets: Uint8Array;
}

/** Where accounting records are kept. */
export interface AccountingStore {
  /** Resolves when the record is kept durably; rejects when it is not, or when nobody knows. */
  keep(record: AccountingRecord): Promise<void>;
}
