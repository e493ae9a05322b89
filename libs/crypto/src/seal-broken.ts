import { DomainError } from '@countersign/errors';

/**
 * Why a sealed value cannot be opened: it is `malformed` (not our format), its key is not in the keyring
 * (`unknown_key`), or it was `altered` or moved to another table, column or row.
 */
export type SealBrokenReason = 'malformed' | 'unknown_key' | 'altered';

/** A sealed value cannot be opened. Code `internal`; names the place and the key, never the content. */
export class SealBroken extends DomainError {
  readonly reason: SealBrokenReason;
  readonly keyId: string | undefined;

  constructor(reason: SealBrokenReason, message: string, keyId?: string) {
    super('internal', message);
    this.name = 'SealBroken';
    this.reason = reason;
    this.keyId = keyId;
  }
}
