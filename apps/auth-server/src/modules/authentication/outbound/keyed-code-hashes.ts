import type { KeyedHash } from '@countersign/crypto';
import type { CodeHashes } from '../application/ports/code-hashes.ts';

/** The label under which recovery codes are hashed wherever they are made or checked. */
export const RECOVERY_CODE_LABEL = 'recovery-code';

/** {@link CodeHashes} under the installation's key. */
export function keyedCodeHashes(keyedHash: KeyedHash): CodeHashes {
  return {
    sentCode: (authenticationId, code) => keyedHash.hash('sent-code', authenticationId, code).toString('base64'),
    recoveryCode: (code) => keyedHash.hash(RECOVERY_CODE_LABEL, code),
    repeatedSignIn: (parts) => keyedHash.hash('repeated-sign-in', ...parts).toString('hex'),
  };
}
