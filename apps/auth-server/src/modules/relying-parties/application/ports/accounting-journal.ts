/** DI token of the {@link AccountingJournal}. */
export const ACCOUNTING_JOURNAL = Symbol('ACCOUNTING_JOURNAL');

/** What a NAS reports about a session (RFC 2866), ready for the journal. */
export interface AccountingRecord {
  /** Names the record, hexadecimal; a repeat with the same key is kept once. */
  readonly recordKey: string;
  /** Id of the RADIUS client that sent it. */
  readonly clientId: string;
  readonly userName: string;
  /** Milliseconds since 1970. */
  readonly occurredAt: number;
  /** start, stop, interim, on, off */
  readonly status: string;
  /** What else the NAS said; empty and zero values are left out. */
  readonly details: Readonly<Record<string, string | number>>;
}

/** Where accounting records are kept durably before they are acknowledged. */
export interface AccountingJournal {
  /**
   * Keeps the records that are not kept yet; all of them or none.
   * @throws DomainError `unavailable`: nothing was kept, the NAS repeats
   */
  keep(records: readonly (AccountingRecord & { readonly relyingParty: string })[]): Promise<void>;
}
