import { createCipheriv, createDecipheriv, createPrivateKey, hkdfSync, randomBytes } from 'node:crypto';
import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Logger } from '@countersign/observability';
import type { ClientSnapshot, ClientSnapshotStore } from '../../application/ports/client-configuration.ts';

/** How a list becomes octets and back. */
export interface SnapshotCodec {
  encode(snapshot: ClientSnapshot): Uint8Array;
  decode(octets: Uint8Array): ClientSnapshot;
}

/** What {@link SealedClientFile} needs. */
export interface SealedClientFileOptions {
  readonly path: string;
  /** The gateway's own private key in PEM, of the moment it is asked for. */
  readonly privateKey: () => Uint8Array;
  readonly codec: SnapshotCodec;
  readonly logger: Logger;
}

const MAGIC = Buffer.from('CSCF1');
const SALT_LENGTH = 16;
const NONCE_LENGTH = 12;
const TAG_LENGTH = 16;
const KEY_LENGTH = 32;
const PURPOSE = 'countersign radius-gateway client file 1';

/**
 * The last list of clients in a file, sealed with AES-256-GCM under a key derived (HKDF-SHA-256) from the gateway's own
 * TLS key: the file alone gives no secret away. After a renewal of that key the file cannot be opened, and the core's
 * list is waited for.
 */
export class SealedClientFile implements ClientSnapshotStore {
  readonly #options: SealedClientFileOptions;

  constructor(options: SealedClientFileOptions) {
    this.#options = options;
  }

  load(): ClientSnapshot | undefined {
    const { path, codec, logger } = this.#options;
    try {
      return codec.decode(this.#open(readFileSync(path)));
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) {
        logger.warn(
          { path, reason: reasonOf(error) },
          'the kept list of RADIUS clients cannot be opened: waiting for the core',
        );
      }
      return undefined;
    }
  }

  save(snapshot: ClientSnapshot): void {
    const { path, codec, logger } = this.#options;
    const temporary = `${path}.${process.pid}.new`;
    try {
      writeFileSync(temporary, this.#seal(codec.encode(snapshot)), { mode: 0o600 });
      chmodSync(temporary, 0o600);
      renameSync(temporary, path);
    } catch (error) {
      logger.error({ path, reason: reasonOf(error) }, 'the list of RADIUS clients cannot be kept');
    }
  }

  #seal(clear: Uint8Array): Buffer {
    const salt = randomBytes(SALT_LENGTH);
    const nonce = randomBytes(NONCE_LENGTH);
    const cipher = createCipheriv('aes-256-gcm', this.#key(salt), nonce).setAAD(MAGIC);
    const sealed = Buffer.concat([cipher.update(clear), cipher.final()]);
    return Buffer.concat([MAGIC, salt, nonce, cipher.getAuthTag(), sealed]);
  }

  #open(file: Buffer): Buffer {
    if (!file.subarray(0, MAGIC.length).equals(MAGIC)) {
      throw new Error('it is not a file of this kind');
    }
    const saltEnd = MAGIC.length + SALT_LENGTH;
    const nonceEnd = saltEnd + NONCE_LENGTH;
    const tagEnd = nonceEnd + TAG_LENGTH;
    const key = this.#key(file.subarray(MAGIC.length, saltEnd));
    const decipher = createDecipheriv('aes-256-gcm', key, file.subarray(saltEnd, nonceEnd), {
      authTagLength: TAG_LENGTH,
    });
    decipher.setAAD(MAGIC).setAuthTag(file.subarray(nonceEnd, tagEnd));
    return Buffer.concat([decipher.update(file.subarray(tagEnd)), decipher.final()]);
  }

  #key(salt: Uint8Array): Buffer {
    const material = createPrivateKey(Buffer.from(this.#options.privateKey())).export({ type: 'pkcs8', format: 'der' });
    return Buffer.from(hkdfSync('sha256', material, salt, PURPOSE, KEY_LENGTH));
  }
}

/** The message only: the octets of a file that does not open belong in no log. */
function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown';
}
