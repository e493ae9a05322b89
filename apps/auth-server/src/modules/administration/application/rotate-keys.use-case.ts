import type { Keyring, Sealer } from '@countersign/crypto';
import { DomainError } from '@countersign/errors';
import type { CommandContext } from '../../../platform/command-context.ts';
import type { UnitOfWork } from '../../../platform/database.ts';
import type { KeyDistribution } from './ports/key-distribution.ts';
import type { ResealedRecord, SealedRecord, SealedRecords } from './ports/sealed-records.ts';

/** What {@link RotateKeys} works with. */
export interface RotateKeysDependencies {
  readonly keyring: Keyring;
  readonly sealer: Sealer;
  readonly records: SealedRecords;
  readonly distribution: KeyDistribution;
  readonly unitOfWork: UnitOfWork;
  /** Told of each value that cannot be opened and is left as it is. */
  readonly onProblem: (problem: string, error: unknown) => void;
}

/** Small transactions: sign-ins and changes go on between them. */
const BATCH = 500;

/**
 * Makes a new key current and seals every record with it, a batch at a time. A record that somebody changes meanwhile is
 * left to the next batch: it is replaced only while it still is what was opened. May be interrupted and repeated.
 */
export class RotateKeys {
  readonly #with: RotateKeysDependencies;
  #isRunning = false;

  constructor(dependencies: RotateKeysDependencies) {
    this.#with = dependencies;
  }

  /** @throws DomainError `version_conflict` when a rotation is under way; `master_offline` before anything is changed */
  async execute(
    isResealOnly: boolean,
    context: CommandContext,
  ): Promise<{ readonly keyId: string; readonly resealed: number }> {
    if (this.#isRunning) throw new DomainError('version_conflict', 'A rotation is under way on this server already.');
    this.#isRunning = true;
    try {
      const keyId = isResealOnly ? this.#with.keyring.currentKey().id : await this.#makeKey(context);
      const resealed = await this.#resealAll(keyId, context);
      return { keyId, resealed };
    } finally {
      this.#isRunning = false;
    }
  }

  async #makeKey(context: CommandContext): Promise<string> {
    const { unitOfWork, keyring, distribution } = this.#with;
    // First the journal entry: without a master there is nothing to seal anew, and no key is made in vain.
    const before = keyring.currentKey().id;
    const { former } = await unitOfWork.run(context, async (tx) => {
      tx.journal({ action: 'sealing_key_rotated', details: { formerKey: before } });
      return { former: before };
    });
    // A repeat of the request finds the key that the first try made.
    const current = keyring.currentKey().id;
    const keyId = former === current ? keyring.rotate(new Date(context.now)) : current;
    await distribution.announce();
    return keyId;
  }

  async #resealAll(keyId: string, { actor, now }: CommandContext): Promise<number> {
    const { unitOfWork, records } = this.#with;
    const left = new Set<string>();
    let resealed = 0;
    for (;;) {
      const batch = await unitOfWork.run({ actor, now }, async (tx) => {
        const found = await records.findStale(tx, keyId, BATCH + left.size);
        const fresh = found.filter((record) => !left.has(nameOf(record)));
        return { found: fresh.length, replaced: await records.replace(tx, this.#resealed(fresh, keyId, left)) };
      });
      resealed += batch.replaced;
      if (batch.found === 0) return resealed;
    }
  }

  /** What cannot be opened keeps its old seal and is not tried again: it must not stop the others. */
  #resealed(found: readonly SealedRecord[], keyId: string, left: Set<string>): readonly ResealedRecord[] {
    const { sealer, onProblem } = this.#with;
    return found.flatMap((record) => {
      try {
        const secret = sealer.open(record.sealed, record.location);
        return [{ ...record, resealed: sealer.seal(secret, record.location), keyId }];
      } catch (error) {
        left.add(nameOf(record));
        onProblem('a sealed value cannot be opened and keeps its old key', error);
        return [];
      }
    });
  }
}

function nameOf({ location }: SealedRecord): string {
  return `${location.table}.${location.column} ${location.row}`;
}
