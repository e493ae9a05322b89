import type { Keyring } from '@countersign/crypto';
import type { SealedRecords } from './ports/sealed-records.ts';

/** A key and what it seals. */
export interface KeyUse {
  readonly keyId: string;
  readonly isCurrent: boolean;
  /** Milliseconds since 1970; 0: the key is not in the key file, and what it seals cannot be opened. */
  readonly createdAt: number;
  readonly records: number;
}

/** Shows the sealing keys and how many records each seals. */
export class GetKeyStatus {
  readonly #keyring: Keyring;
  readonly #records: Pick<SealedRecords, 'countByKey'>;

  constructor(keyring: Keyring, records: Pick<SealedRecords, 'countByKey'>) {
    this.#keyring = keyring;
    this.#records = records;
  }

  async execute(): Promise<readonly KeyUse[]> {
    const counts = new Map(await this.#records.countByKey());
    const known = this.#keyring.status().map(({ id, isCurrent, createdAt }) => {
      const records = counts.get(id) ?? 0;
      counts.delete(id);
      return { keyId: id, isCurrent, createdAt: createdAt.getTime(), records };
    });
    const lost = [...counts].map(([keyId, records]) => ({ keyId, isCurrent: false, createdAt: 0, records }));
    return [...known, ...lost];
  }
}
