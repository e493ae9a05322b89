import { createHmac } from 'node:crypto';
import { KeyedHash, Keyring, sealedWith, Sealer } from '@countersign/crypto';
import { hotpValue } from '@countersign/domain';
import { SecretBytes } from '@countersign/errors';
import { hash } from '@node-rs/argon2';
import pg from 'pg';

const ROWS_AT_ONCE = 5000;
const PERIOD_MILLISECONDS = 30_000;

/**
 * The users of a benchmark: user number `i` and the seed of their one device follow from `i`, so that the load generator
 * knows every code without asking anybody.
 */
export class Population {
  readonly size: number;
  readonly #mark: string;

  /** @param mark keeps populations of different sizes apart in the same database */
  constructor(size: number, mark: string) {
    this.size = size;
    this.#mark = mark;
  }

  nameOf(index: number): string {
    return `${this.#mark}-${index.toString(36).padStart(5, '0')}`;
  }

  /** The code of user `index` for the time step that is `stepOffset` away from the one of `now`. */
  codeOf(index: number, now: number, stepOffset = 0): string {
    const step = Math.floor(now / PERIOD_MILLISECONDS) + stepOffset;
    return hotpValue(this.#seedOf(index), step, 'SHA1', 6);
  }

  /**
   * Writes the users straight into the database, sealed as the product seals them: a million by the public interface
   * would measure that interface.
   */
  async write(databaseUrl: string, sealingKeysFile: string, onProgress: (written: number) => void): Promise<void> {
    const sealer = new Sealer(Keyring.open(sealingKeysFile));
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    try {
      for (let from = 0; from < this.size; from += ROWS_AT_ONCE) {
        await this.#writeRows(client, sealer, from, Math.min(from + ROWS_AT_ONCE, this.size));
        onProgress(Math.min(from + ROWS_AT_ONCE, this.size));
      }
      await client.query('ANALYZE users, user_names, authenticators');
    } finally {
      await client.end();
    }
  }

  async #writeRows(client: pg.Client, sealer: Sealer, from: number, to: number): Promise<void> {
    const indexes = Array.from({ length: to - from }, (_, offset) => from + offset);
    const names = indexes.map((index) => this.nameOf(index));
    const userIds = indexes.map((index) => this.#idOf('user', index));
    const deviceIds = indexes.map((index) => this.#idOf('device', index));
    const sealed = indexes.map((index, position) => {
      const location = { table: 'authenticators', column: 'secret_sealed', row: deviceIds[position] ?? '' };
      return sealer.seal(new SecretBytes(this.#seedOf(index)), location);
    });
    await client.query('BEGIN');
    await client.query(
      `INSERT INTO users (id, version, user_name, is_enabled, created_at, updated_at)
       SELECT id, 1, name, true, now(), now() FROM unnest($1::uuid[], $2::text[]) AS row (id, name)`,
      [userIds, names],
    );
    await client.query(
      `INSERT INTO user_names (canonical_name, user_id, kind)
       SELECT name, id, 'user_name' FROM unnest($1::uuid[], $2::text[]) AS row (id, name)`,
      [userIds, names],
    );
    await client.query(
      `INSERT INTO authenticators (id, user_id, kind, state, name, secret_sealed, sealed_with, parameters, bound_at)
       SELECT id, user_id, 'totp', 'active', 'benchmark', sealed, $4,
              '{"algorithm":"SHA1","digits":6,"periodSeconds":30}'::jsonb, now()
         FROM unnest($1::uuid[], $2::uuid[], $3::bytea[]) AS row (id, user_id, sealed)`,
      [deviceIds, userIds, sealed, sealedWith(sealed[0] ?? Buffer.alloc(0))],
    );
    await client.query('COMMIT');
  }

  /** The password of user `index`, once {@link writePasswords} gave it to them. */
  passwordOf(index: number): string {
    return `benchmark-${this.#mark}-${index}`;
  }

  /** Gives every user a password, hashed as the product hashes them: argon2id over a keyed hash. */
  async writePasswords(databaseUrl: string, sealingKeysFile: string): Promise<void> {
    const keyedHash = KeyedHash.of(Keyring.open(sealingKeysFile));
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    try {
      for (let index = 0; index < this.size; index += 1) {
        const id = this.#idOf('user', index);
        const octets = Buffer.from(this.passwordOf(index), 'utf8');
        const peppered = keyedHash.hash('local-password', id, octets).toString('base64');
        const stored = await hash(peppered, { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 });
        await client.query('UPDATE users SET password_hash = $2 WHERE id = $1', [id, stored]);
      }
    } finally {
      await client.end();
    }
  }

  #seedOf(index: number): Buffer {
    return createHmac('sha1', 'benchmark seeds').update(`${this.#mark}:${index}`).digest();
  }

  #idOf(kind: string, index: number): string {
    const hex = createHmac('sha1', `benchmark ${kind}`).update(`${this.#mark}:${index}`).digest('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  }
}
