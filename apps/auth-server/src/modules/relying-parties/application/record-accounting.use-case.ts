import type { AccountingJournal, AccountingRecord } from './ports/accounting-journal.ts';
import type { RadiusClientSnapshot } from './radius-client-snapshot.ts';

/** Keeps accounting records; the gateway acknowledges to the NAS only after this returned. */
export class RecordAccounting {
  readonly #journal: AccountingJournal;
  readonly #snapshot: Pick<RadiusClientSnapshot, 'current'>;

  constructor(journal: AccountingJournal, snapshot: Pick<RadiusClientSnapshot, 'current'>) {
    this.#journal = journal;
    this.#snapshot = snapshot;
  }

  /** @throws DomainError `unavailable` when nothing could be kept */
  async execute(records: readonly AccountingRecord[]): Promise<void> {
    if (records.length === 0) return;
    const names = new Map(this.#snapshot.current()?.clients.map(({ id, name }) => [id, name]));
    // A client may have been removed since its NAS wrote the record: the record is kept all the same.
    await this.#journal.keep(records.map((record) => ({ ...record, relyingParty: names.get(record.clientId) ?? '' })));
  }
}
